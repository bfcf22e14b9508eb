"""The forms: what each takes from a message, its next step, and its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from actions import counter, extension, plan, progress, promise, waiver
from actions.draft import Draft
from actions.reply import Reply
from actions.turn import Turn


@dataclass(frozen=True, slots=True)
class Form:
    """``take`` reads a message, ``advance`` asks on, ``commit`` records."""

    take: Callable[[Turn], Draft | None]
    advance: Callable[[Turn], Reply]
    commit: Callable[[Turn], Reply]


def _nothing(turn: Turn) -> Draft | None:
    del turn
    return None


FORMS: dict[str, Form] = {
    "promise": Form(promise.take, promise.advance, promise.commit),
    "partial": Form(promise.take, promise.advance, promise.commit),
    "plan": Form(plan.take, plan.advance, plan.commit),
    "extension": Form(extension.take, extension.advance, extension.commit),
    "waiver": Form(waiver.take, waiver.advance, waiver.commit),
    "counter": Form(plan.take, counter.advance, counter.commit),
    "withdraw": Form(_nothing, progress.respond_withdraw, progress.commit_withdraw),
    "cancel": Form(_nothing, progress.respond_withdraw, progress.commit_cancel),
}
