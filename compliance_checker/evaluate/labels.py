"""What a judge says of a call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from compliance_checker.errors import Problem
from compliance_checker.model import Call
from compliance_checker.rulebook.names import CATEGORIES, CHECKS

#: Fields of a labelled call beside those of a transcript.
LABEL_FIELDS = frozenset({"labels", "call_labels"})


class Label(Struct, frozen=True, forbid_unknown_fields=True):
    """What a judge says of one turn; *also_ok* are categories that do as well."""

    turn: int
    category: str
    status: Literal["violation", "needs_review"] = "violation"
    also_ok: tuple[str, ...] = ()

    @property
    def accepts(self) -> frozenset[str]:
        """The categories that count as found."""
        return frozenset({self.category, *self.also_ok})


class CallLabel(Struct, frozen=True, forbid_unknown_fields=True):
    """What a judge says of one check of the whole call."""

    check: str
    answer: Literal["met", "not_met", "not_checked"]


class Labels(Struct, frozen=True, forbid_unknown_fields=True):
    """The labels of one call; no ``labels`` at all is a mistake, an empty list is not."""

    labels: tuple[Label, ...]
    call_labels: tuple[CallLabel, ...] = ()


def labels_of(
    extra: Mapping[str, Any], call: Call, where: str
) -> Labels | list[Problem]:
    """The labels split off a call, or what is wrong with them."""
    try:
        labels = msgspec.convert(dict(extra), Labels)
    except msgspec.ValidationError as error:
        hint = '"labels": [{"turn": 0, "category": "T5.3", "status": "violation"}]'
        return [Problem("CC520", where, f"labels: {error}", hint)]
    known = {turn.index for turn in call.turns}
    return [
        *(
            Problem("CC521", where, f"a label on turn {one.turn}, which is not there")
            for one in labels.labels
            if one.turn not in known
        ),
        *(
            Problem("CC521", where, "a label with an unknown category", "T1.1 … T10.1")
            for one in labels.labels
            if not one.accepts <= set(CATEGORIES)
        ),
        *(
            Problem("CC521", where, "a label on an unknown check", "C01 … C27")
            for one in labels.call_labels
            if one.check not in CHECKS
        ),
    ] or labels
