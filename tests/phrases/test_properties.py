"""What holds for any text at all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.phrases import decoys
from actions.phrases.fold import fold
from actions.phrases.reader import read
from actions.phrases.scan import Item

NOW = datetime.fromisoformat("2026-11-21T10:00+08:00")
CASES = [
    json.loads(line)
    for table in sorted(Path(__file__).with_name("cases").glob("*.jsonl"))
    for line in table.read_text("utf-8").splitlines()
]
TEXTS = sorted({row["text"] for row in CASES})
WORDS = st.sampled_from(
    [
        "零",
        "一",
        "二",
        "两",
        "三",
        "五",
        "十",
        "百",
        "千",
        "万",
        "半",
        "几",
        "0",
        "1",
        "5",
        "15",
        "500",
        "2000",
        "块",
        "元",
        "毛",
        "号",
        "日",
        "月",
        "年",
        "周",
        "星期",
        "天",
        "期",
        "个",
        "个月",
        "每",
        "每月",
        "分",
        "还",
        "给",
        "不",
        "没",
        "不是",
        "不对",
        "是",
        "先",
        "剩下的",
        "之前",
        "后",
        "内",
        "左右",
        "多",
        "来",
        "到",
        "或者",
        "、",
        "，",
        "。",
        ".",
        "-",
        "/",
        ":",
        "¥",
        "%",
        "下",
        "上",
        "这",
        "明天",
        "昨天",
        "月底",
        "春节",
        "农历",
        "腊月",
        "发工资",
        "一半",
        "全部",
        "最低",
        "已经",
        "了",
        "吗",
        "x",
        "k",
        "w",
        "后四位",
        "身份证",
        "尾号",
        "逾期",
        "拿不出",
        "只能",
        "或",
        "成",
        "折",
        "\u200b",
        "\u3000",
    ]
)
PIECES = st.lists(WORDS | st.sampled_from(TEXTS), max_size=14).map("".join)
MOMENTS = st.datetimes()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60) | PIECES, MOMENTS)
def test_no_text_and_no_time_raises(text: str, now: datetime) -> None:
    read(text, now)


@settings(max_examples=120, deadline=None)
@given(PIECES)
def test_every_span_is_the_words_it_claims(text: str) -> None:
    phrases = read(text, NOW)
    items: list[Item] = [*phrases.amounts, *phrases.days, *phrases.periods]
    for item in items:
        start, end = item.span
        assert item.text
        assert text[start:end] == item.text


@settings(max_examples=120, deadline=None)
@given(PIECES)
def test_a_kind_that_is_not_sure_has_no_value(text: str) -> None:
    phrases = read(text, NOW)
    for amount in phrases.amounts:
        assert (amount.kind == "value") == (amount.value is not None)
    for day in phrases.days:
        if day.kind in ("range", "alternatives", "event", "unsure"):
            assert day.value is None
    for periods in phrases.periods:
        assert (periods.kind == "value") == (periods.value is not None)


@settings(max_examples=120, deadline=None)
@given(PIECES)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert read(text, NOW) == read(text, NOW)


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def spaced(text: str) -> str:
    """Spaces between a typed number and a word, as phones put them."""
    return re.sub(
        "(?<=[0-9])(?=[号日月期块元个天年周])|(?<=[还给付转月])(?=[0-9])", " ", text
    )


def values(text: str) -> tuple[object, ...]:
    p = read(text, NOW)
    return p.amount, p.monthly, p.down, p.paid, p.day, p.recurring, p.periods_value


def differing(variant: Callable[[str], str]) -> list[str]:
    """The table's messages whose variant reads otherwise."""
    return [t for t in TEXTS if variant(t) != t and values(variant(t)) != values(t)]


def test_wide_characters_say_the_same() -> None:
    # Between wide digits a wide comma groups thousands.
    grouped = re.compile("[0-9]，[0-9]")
    assert differing(lambda t: t if grouped.search(t) else wide(t)) == []


def test_spaces_beside_numbers_change_nothing() -> None:
    assert differing(spaced) == []


def test_traces_of_copying_change_nothing() -> None:
    assert differing(lambda t: "\ufeff" + t.replace("还", "还\u200b") + " ") == []


UNGATED = re.compile(
    "|".join(
        (
            decoys._PHONE, decoys._HOTLINE, decoys._LONG, decoys._NAMED_NUMBER,
            decoys._PLACES, decoys._TIMES, decoys._PAST_SPANS, decoys._RATES,
            decoys._YEARS, decoys._IDIOMS,
        )
    )
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(PIECES)
def test_the_gate_before_the_decoys_hides_none_of_them(text: str) -> None:
    plain = fold(text).text
    assert decoys.masked(plain) == [m.span() for m in UNGATED.finditer(plain)]
