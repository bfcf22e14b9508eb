"""The NLU evaluation file: a message a line, with what should be read in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from bot.lines import read_lines

EntityType = Literal["amount", "date", "periods", "monthly_amount", "id_last4"]
TYPES: tuple[str, ...] = get_args(EntityType)
LAST4 = re.compile(r"[0-9]{3}[0-9X]")


class Entity(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A value that should be found; ``None`` where the words fix none."""

    type: EntityType
    value: float | str | None


class Labelled(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A message, its intent, other intents that are as good, and its values.

    Without ``entities`` (not: with an empty list) the message's values are not judged.
    """

    id: str
    text: str
    intent: str
    also_ok: tuple[str, ...] = ()
    ref_date: date | None = None
    entities: tuple[Entity, ...] | None = None
    #: Anything the author of the file wants to keep beside a row.
    note: str | None = None


def read_labelled(path: Path) -> list[Labelled]:
    """The rows of an evaluation file.

    Raises:
        BadInput: With every problem of the file and its line.
    """
    return read_lines(
        path, Labelled, identity=lambda row: row.id, check=lambda row: _problems(row)
    )


def _problems(row: Labelled) -> Iterator[str]:
    if not row.intent:
        yield "the intent is empty"
    if row.entities and row.ref_date is None:
        yield "`entities` cannot be judged without `ref_date`"
    for place, entity in enumerate(row.entities or ()):
        wanted = _wrong(entity.type, entity.value)
        if wanted:
            yield f"`entities[{place}].value` of type {entity.type} is no {wanted}"


def _wrong(kind: str, value: Any) -> str:
    """What the value should have been, or nothing if it is that."""
    if value is None:
        return ""
    if kind == "date":
        return "" if isinstance(value, str) and _is_day(value) else "ISO date"
    if kind == "id_last4":
        fits = isinstance(value, str) and LAST4.fullmatch(value.upper())
        return "" if fits else "text of four digits"
    if kind == "periods":
        whole = isinstance(value, float) and value == int(value) and value > 0
        return "" if whole else "whole number"
    return "" if isinstance(value, float) and value >= 0 else "amount in yuan"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10
