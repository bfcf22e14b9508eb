"""The figures of an evaluation as a table for the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from compliance_checker.report import words

Figures = Mapping[str, Any]
Cells = tuple[str, ...]

_HEADER = (
    "",
    "应报",
    "报对",
    "漏检",
    "误报",
    "查准率（95%区间）",
    "查全率（95%区间）",
    "F1（95%区间）",
)
#: So many confusions are shown; the JSON has all.
MOST_CONFUSIONS = 10


def figures_text(figures: Figures) -> str:
    """All figures in Chinese, in columns; it ends with a line break."""
    return "\n".join(_lines(figures)) + "\n"


def _lines(figures: Figures) -> Iterator[str]:
    rulebook = figures["rulebook"]
    yield f"规则库 {rulebook['version']}（{rulebook['sha256'][:12]}）"
    yield f"{figures['calls']} 通通话，{figures['turns']} 句参与评测"
    yield ""
    yield from columns(_table(figures))
    yield ""
    yield f"各类 F1 的平均（宏平均）：{_share(figures['macro_f1'])}"
    yield from _false_alarms(figures["false_alarms"])
    if figures["checks"]:
        yield ""
        yield from columns(_checks(figures["checks"]))
    yield from _confusion(figures["confusion"])
    yield from _confusions(figures["confusions"])


def _table(figures: Figures) -> Iterator[Cells]:
    yield _HEADER
    yield _row("总体（报为违规）", figures["overall"])
    yield _row("总体（含待复核）", figures["overall_with_review"])
    yield ("严重程度",)
    for code, record in figures["severities"].items():
        yield _row(f"  {words.SEVERITIES[code]}", record)
    yield ("类别",)
    for code, record in figures["categories"].items():
        yield _row(f"  {code} {words.CATEGORIES.get(code, '')}", record)


def _row(name: str, record: Figures) -> Cells:
    right, missed = record["true_positive"], record["false_negative"]
    return (
        name,
        str(right + missed),
        str(right),
        str(missed),
        str(record["false_positive"]),
        _with_interval(record, "precision"),
        _with_interval(record, "recall"),
        _with_interval(record, "f1"),
    )


def _with_interval(record: Figures, name: str) -> str:
    interval = record[f"{name}_95"]
    if interval is None:
        return "—"
    low, high = interval
    return f"{_share(record[name])} ({100 * low:.0f}–{100 * high:.0f})"


def _share(share: float | None) -> str:
    return "—" if share is None else f"{100 * share:.1f}%"


def _false_alarms(record: Figures) -> Iterator[str]:
    yield f"误报：{record['clean_turns']} 句没有问题的话中"
    for name, count, per in (
        ("报为违规", "violations", "per_10000"),
        ("含待复核", "with_review", "per_10000_with_review"),
    ):
        told = "—"
        if record[per] is not None:
            low, high = record[f"{per}_95"]
            told = f"每万句 {record[per]:.1f}（95%区间 {low:.1f}–{high:.1f}）"
        yield f"  {name} {record[count]} 句，{told}"


def _checks(checks: Figures) -> Iterator[Cells]:
    yield ("通话级检查", "标注", "一致率", "查准率（95%区间）", "查全率（95%区间）")
    for code, record in checks.items():
        yield (
            f"  {code}",
            str(record["labels"]),
            _share(record["agreement"]),
            _with_interval(record, "precision"),
            _with_interval(record, "recall"),
        )


def _confusion(table: Figures) -> Iterator[str]:
    """The families that were labelled or found, against each other."""
    names, rows = table["names"], table["rows"]
    there = [
        at for at, row in enumerate(rows) if any(row) or any(one[at] for one in rows)
    ]
    if len(there) < 2:
        return
    yield ""
    yield "按大类对照（行是标注，列是结果）："
    head = ["  标注＼结果", *(_family(names[at], "未报") for at in there)]
    body = [
        (f"  {_family(names[row], '无问题')}", *(str(rows[row][at]) for at in there))
        for row in there
    ]
    yield from columns([tuple(head), *body])


def _family(name: str, none: str) -> str:
    return name if name in words.FAMILIES else none


def _confusions(confusions: Sequence[Figures]) -> Iterator[str]:
    if not confusions:
        return
    yield ""
    yield "标注与结果不一致最多的："
    for one in confusions[:MOST_CONFUSIONS]:
        labelled, found = one["labelled"] or "无问题", one["found"] or "未报"
        yield f"  标注 {labelled}，结果 {found}：{one['count']} 处"
    if len(confusions) > MOST_CONFUSIONS:
        yield f"  另有 {len(confusions) - MOST_CONFUSIONS} 种，用 --json 查看"


def columns(rows: Iterable[Cells]) -> Iterator[str]:
    """The rows with cells below each other: the first to the left, the rest right.

    >>> list(columns([("名", "数"), ("a", "12")]))
    ['名  数', 'a   12']
    """
    table = list(rows)
    count = max(len(row) for row in table)
    widths = [
        max((width(row[at]) for row in table if at < len(row)), default=0)
        for at in range(count)
    ]
    for row in table:
        cells = []
        for at, cell in enumerate(row):
            space = " " * (widths[at] - width(cell))
            cells.append(cell + space if at == 0 else space + cell)
        yield "  ".join(cells).rstrip()


def width(text: str) -> int:
    """Columns of a terminal that *text* takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
