"""A JSON call (bytes or values) → a Call, or every problem in it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET

from compliance_checker.errors import Problem
from compliance_checker.model import (
    NOTHING,
    ROLE_ALIASES,
    ROLES,
    Call,
    Case,
    Collector,
    Role,
    Utterance,
)
from compliance_checker.transcript.explain import Mistake, mistakes
from compliance_checker.transcript.schema import (
    CallRecord,
    CaseRecord,
    CollectorRecord,
    HeaderRecord,
    TurnRecord,
)
from compliance_checker.transcript.source import not_utf8

T = TypeVar("T", bound=msgspec.Struct)

#: China has one zone and no summer time; no zone data is needed on the machine.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
NO_ZONE = "started_at names no zone: read as Asia/Shanghai"

#: Where a part of a call stands, given its path (``turns[3].role``).
Place = Callable[[str], str]

#: Every name of a role → the role.
NAMED_ROLES: Mapping[str, Role] = {**{role: role for role in ROLES}, **ROLE_ALIASES}

_CALL = msgspec.json.Decoder(CallRecord)
_ANY = msgspec.json.Decoder(Any)


def call_from_json(line: bytes, where: str) -> Call | list[Problem]:
    """The call in *line*.  The common case, a valid call, is decoded in one pass."""
    try:
        record = _CALL.decode(line)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        value = value_from_json(line, where)
        if isinstance(value, Problem):
            return [value]
        return call_from_value(value, lambda _: where)
    return _checked(record, lambda _: where)


def value_from_json(content: bytes, where: str) -> Any | Problem:
    """The value in *content*, or the problem with it; no text of it is repeated."""
    try:
        return _ANY.decode(content)
    except UnicodeDecodeError:
        return not_utf8(where)
    except msgspec.DecodeError as error:
        return Problem("CC502", where, *_json_problem(str(error), content))
    except RecursionError:
        return Problem("CC502", where, "the JSON is nested too deeply")


def _json_problem(message: str, content: bytes) -> tuple[str, str]:
    """What is wrong, and a hint, from the decoder's words (a rule and a byte)."""
    if "truncated" not in message:
        return f"not valid JSON: {message.removeprefix('JSON is malformed: ')}", ""
    if rb"\ud" in content.lower() and content.rstrip().endswith(b"}"):
        return "not valid JSON: a \\u escape stands for half a character", ""
    return "the JSON ends too early", "the file was cut off"


def call_from_value(value: Any, place: Place) -> Call | list[Problem]:
    """The call in a decoded JSON *value*; *place* finds its parts in the file."""
    try:
        record = msgspec.convert(value, CallRecord)
    except (msgspec.ValidationError, RecursionError):
        found = [*mistakes(value, CallRecord), *_value_mistakes(value)]
        return _problems(found, place, "not a call")
    return _checked(record, place)


def header_from_value(value: Any, place: Place) -> Call | list[Problem]:
    """The call without turns that opens a live call."""
    try:
        record = msgspec.convert(value, HeaderRecord)
    except (msgspec.ValidationError, RecursionError):
        found = [*mistakes(value, HeaderRecord), *_value_mistakes(value)]
        return _problems(found, place, "not a call")
    problems = [_problem(one, place) for one in _header_mistakes(record)]
    return problems or _call(record, ())


def utterance_from_value(
    value: Any, index: int, place: Place
) -> Utterance | list[Problem]:
    """One turn; its number is *index*."""
    try:
        record = msgspec.convert(value, TurnRecord)
    except (msgspec.ValidationError, RecursionError):
        return _problems(mistakes(value, TurnRecord), place, "not a turn")
    found = [_problem(one, place) for one in _turn_mistakes(record, "")]
    return found or _utterance(index, record)


def call_notes(call: Call) -> tuple[str, ...]:
    """What had to be assumed about the time of a call just read."""
    assumed = call.started_at is not None and call.started_at.tzinfo is SHANGHAI
    return (NO_ZONE,) if assumed else ()


def _checked(record: CallRecord, place: Place) -> Call | list[Problem]:
    found = [_problem(one, place) for one in _header_mistakes(record)]
    for index, turn in enumerate(record.turns):
        if turn.start is not None or turn.end is not None:
            path = f"turns[{index}]."
            found.extend(_problem(one, place) for one in _turn_mistakes(turn, path))
    if found:
        return found
    return _call(record, tuple(_utterances(record.turns)))


def _utterances(turns: Iterable[TurnRecord]) -> list[Utterance]:
    """All turns of a call; written out because an archive has a hundred million."""
    return [
        Utterance(
            index,
            NAMED_ROLES[turn.role],
            turn.text,
            turn.start,
            turn.end,
            turn.meta or NOTHING,
        )
        for index, turn in enumerate(turns)
    ]


def _header_mistakes(record: HeaderRecord) -> Iterator[Mistake]:
    if not record.call_id.strip():
        yield Mistake("CC505", "call_id", "is empty", "give each call its own id")
    if record.started_at is not None and _moment(record.started_at) is None:
        hint = "write 2026-03-02T10:15:00+08:00"
        yield Mistake("CC513", "started_at", "is no date with a time of day", hint)


def _value_mistakes(value: Any) -> Iterator[Mistake]:
    """The same mistakes in what could not be converted, where its parts can be."""
    if not isinstance(value, dict):
        return
    for name in ("call_id", "started_at"):
        if name in value:
            one = _converted({"call_id": "-", name: value[name]}, HeaderRecord)
            yield from _header_mistakes(one) if one else ()
    turns = value.get("turns")
    for index, one in enumerate(turns if isinstance(turns, list) else ()):
        if turn := _converted(one, TurnRecord):
            yield from _turn_mistakes(turn, f"turns[{index}].")


def _converted(value: Any, kind: type[T]) -> T | None:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return None


def _turn_mistakes(turn: TurnRecord, path: str) -> Iterator[Mistake]:
    for name in ("start", "end"):
        value = getattr(turn, name)
        if value is not None and not (math.isfinite(value) and value >= 0):
            yield Mistake("CC513", f"{path}{name}", "is no number of seconds")
    if turn.start is not None and turn.end is not None and turn.end < turn.start:
        yield Mistake("CC513", f"{path}end", "lies before start")


def _moment(text: str) -> datetime | None:
    # A date alone would be read as midnight and judged as a call at night.
    if ":" not in text:
        return None
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None


def _call(record: HeaderRecord, turns: tuple[Utterance, ...]) -> Call:
    moment = _moment(record.started_at) if record.started_at else None
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=SHANGHAI)
    return Call(
        call_id=record.call_id,
        turns=turns,
        channel=record.channel,
        started_at=moment,
        lender_type=record.lender_type or "unknown",
        callee=record.callee or "unknown",
        collector=_collector(record.collector),
        debtor_id=record.debtor_id,
        case=_case(record.case),
        meta=_meta(record.meta),
    )


def _utterance(index: int, record: TurnRecord) -> Utterance:
    role = NAMED_ROLES[record.role]
    return Utterance(
        index, role, record.text, record.start, record.end, _meta(record.meta)
    )


def _collector(record: CollectorRecord | None) -> Collector:
    if record is None:
        return Collector()
    employer = record.employer or "unknown"
    return Collector(record.id, record.name, employer, record.team)


def _case(record: CaseRecord | None) -> Case:
    if record is None:
        return Case()
    known = record.verified_by is not UNSET
    verified_by = record.verified_by if isinstance(record.verified_by, str) else None
    return Case(record.litigation, record.plan, record.dispute, verified_by, known)


def _meta(meta: Mapping[str, Any] | None) -> Mapping[str, Any]:
    return meta if meta else NOTHING


def _problem(mistake: Mistake, place: Place) -> Problem:
    what = f"{mistake.path} {mistake.what}"
    return Problem(mistake.code, place(mistake.path), what, mistake.hint)


def _problems(found: Iterable[Mistake], place: Place, otherwise: str) -> list[Problem]:
    problems = [_problem(one, place) for one in found]
    return problems or [Problem("CC506", place(""), otherwise)]
