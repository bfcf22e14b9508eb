"""A case for the terminal, in Chinese."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from compliance_checker.report import words
from compliance_checker.report.case import Case, Evidence

_RESET, _BOLD, _DIM = "\x1b[0m", "\x1b[1m", "\x1b[2m"
_COLOURS = {"critical": "\x1b[1;31m", "major": "\x1b[33m", "minor": "\x1b[36m"}
_OUTCOME_COLOURS = {
    "violation": "\x1b[1;31m",
    "needs_review": "\x1b[33m",
    "clean": "\x1b[32m",
    "not_checked": "\x1b[2m",
}


#: A source → its number; sources are numbered as they come.
Numbers = dict[str, int]


def case_text(
    case: Case, *, colour: bool = False, numbers: Numbers | None = None
) -> str:
    """The case as lines, the evidence in 【】; it ends with a line break.

    With *numbers* sources are told by number, and new ones are added to them:
    ``sources_text`` lists them once at the end.
    """
    return "\n".join(_lines(_seen(case), numbers, colour=colour)) + "\n"


def sources_text(numbers: Numbers) -> str:
    """The numbered sources; empty where none was cited."""
    lines = [f"  [{number}] {source}" for source, number in numbers.items()]
    return "\n".join(["依据：", *lines, "", ""]) if lines else ""


def _lines(case: Case, numbers: Numbers | None, *, colour: bool) -> Iterator[str]:
    outcome = words.OUTCOMES[case.outcome]
    score = "" if case.outcome == "not_checked" else f"  {case.score}分"
    head = f"{_paint(outcome, _OUTCOME_COLOURS[case.outcome], colour)}{score}"
    missing = f"，{len(case.not_checked)} 项未检查" if case.outcome == "clean" else ""
    yield f"{_paint(case.call_id, _BOLD, colour)}  {head}  共{case.turns}句{missing}"
    for number, one in enumerate(case.findings, start=1):
        yield from _finding(number, one, numbers, colour=colour)
    if case.service:
        told = f"服务指标（只供参考，不是违规）：{'；'.join(case.service)}"
        yield f"  {_paint(told, _DIM, colour)}"
    if case.not_checked and case.outcome != "clean":
        folded = _folded(case.not_checked)
        yield f"  {_paint(f'未检查 {len(case.not_checked)} 项：{folded}', _DIM, colour)}"


def _finding(
    number: int, one: Evidence, numbers: Numbers | None, *, colour: bool
) -> Iterator[str]:
    severity = _paint(words.SEVERITIES[one.severity], _COLOURS[one.severity], colour)
    review = "·待人工复核" if one.status == "needs_review" else ""
    at = f"第{one.number}句" if one.number else "整通"
    place = " ".join(filter(None, (at, one.speaker, one.time)))
    yield f"  {number}. [{severity}{review}] {one.code} {one.name}  {place}"
    if one.text:
        mark = _paint(f"【{one.text}】", _COLOURS[one.severity], colour)
        yield f"     {one.before}{mark}{one.after}"
    elif one.before:
        yield f"     {one.before}"
    yield f"     规则：{one.title}（{one.rule}）" if one.text else f"     {one.title}"
    if one.how not in ("", "原文"):
        yield f"     识别方式：{one.how}"
    yield from _basis(one, numbers)
    if one.reasons:
        yield f"     理由：{'；'.join(one.reasons)}"
    if one.suggestion:
        yield f"     建议说法：{one.suggestion}"


def _basis(one: Evidence, numbers: Numbers | None) -> Iterator[str]:
    if numbers is None:
        yield from (f"     依据：{basis}" for basis in one.basis)
    elif one.basis:
        cited = (numbers.setdefault(basis, len(numbers) + 1) for basis in one.basis)
        yield f"     依据：{''.join(f'[{number}]' for number in cited)}"


def _folded(not_checked: Iterable[tuple[str, str]]) -> str:
    """The checks by their reason: C02 C03（没有拨打记录）."""
    by_reason: dict[str, list[str]] = {}
    for check, why in not_checked:
        by_reason.setdefault(why, []).append("全部" if check == "*" else check)
    return "；".join(f"{' '.join(ids)}（{why}）" for why, ids in by_reason.items())


def summary_text(outcomes: Mapping[str, int]) -> str:
    """One line: how many calls came out how."""
    parts = [
        f"{name} {outcomes[code]}"
        for code, name in words.OUTCOMES.items()
        if outcomes.get(code)
    ]
    return f"共 {sum(outcomes.values())} 通：{'，'.join(parts) or '没有通话'}\n"


def _paint(text: str, code: str, colour: bool) -> str:
    return f"{code}{text}{_RESET}" if colour else text


#: Control characters, and those that turn the direction of text.
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_SHOWN = {"\n": "⏎", "\t": " ", "\x1b": "␛"}


def _seen(value: Any) -> Any:
    """*value* with every character visible: what was said must not steer a terminal."""
    if isinstance(value, str):
        return "".join(map(_character, value))
    if isinstance(value, tuple):
        return tuple(map(_seen, value))
    if isinstance(value, Struct):
        return type(value)(*map(_seen, astuple(value)))
    return value


def _character(one: str) -> str:
    hidden = unicodedata.category(one) in _UNSEEN
    return _SHOWN.get(one, "\ufffd") if hidden else one
