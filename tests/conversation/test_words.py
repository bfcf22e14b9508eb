"""Short answers: yes, no, cancel, skip, and what is none of them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from actions.moments import not_before
from actions.phrases.reader import read
from actions.words import (
    is_cancel,
    is_no,
    is_question,
    is_skip,
    is_wordless,
    is_yes,
    starts_yes,
)


@pytest.mark.parametrize(
    "text",
    [
        "对", "嗯", "嗯嗯", "好的", "好的谢谢", "可以吧", "行，就这样", "对，没错", "OK", "ok的",
        "👌", "确认提交", "没问题", "是的呢", "要得", "中", "就这么定", "好呀", "成", "對",
        "好的，麻烦您了", "可以 可以", "对对对", "那行吧", "同意", "系嘅",
    ],
)  # fmt: skip
def test_a_yes(text: str) -> None:
    assert is_yes(text)
    assert not is_no(text)


@pytest.mark.parametrize(
    "text",
    [
        "不对", "不是", "好，不过改成26号", "可以分期吗", "行不行", "对不对", "好像不对", "谢谢",
        "是多少", "要多少利息", "没有", "25号", "", "不好", "还行吗你说", "得等发工资", "好难",
    ],
)  # fmt: skip
def test_no_yes(text: str) -> None:
    assert not is_yes(text)


@pytest.mark.parametrize(
    "text", ["不", "不对", "不是的", "不行", "错了", "❌", "no", "不要"]
)
def test_a_no(text: str) -> None:
    assert is_no(text)


@pytest.mark.parametrize("text", ["不对，是1500", "不还", "没钱", "好", "不知道啊"])
def test_no_no(text: str) -> None:
    assert not is_no(text)


@pytest.mark.parametrize(
    "text", ["算了", "取消吧", "不弄了", "先不登记", "再想想", "暂时不用"]
)
def test_a_cancel(text: str) -> None:
    assert is_cancel(text)


@pytest.mark.parametrize("text", ["好", "25号", "不对", "算一下利息", "想分期"])
def test_no_cancel(text: str) -> None:
    assert not is_cancel(text)


@pytest.mark.parametrize("text", ["跳过", "不方便说", "不记得了", "没有", "不想说"])
def test_a_skip(text: str) -> None:
    assert is_skip(text)


@pytest.mark.parametrize("text", ["失业了", "月收入三千", "昨天转的，手机银行"])
def test_no_skip(text: str) -> None:
    assert not is_skip(text)


def test_a_yes_that_goes_on_begins_with_one() -> None:
    assert starts_yes("好，不过改成26号")
    assert not starts_yes("不，改成26号")


def test_questions_are_told_from_statements() -> None:
    assert is_question("能不能分期")
    assert not is_question("我想分期")


@pytest.mark.parametrize("text", ["", "😂😂", "……", "！！！", "  \n", "\u200b"])
def test_wordless(text: str) -> None:
    assert is_wordless(text)


@pytest.mark.parametrize("text", ["嗯", "ok", "0427", "😂好"])
def test_not_wordless(text: str) -> None:
    assert not is_wordless(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("晚上七点后再说", "2025-06-18 19:00"),
        ("下午三点半联系我", "2025-06-18 15:30"),
        ("明天上午吧", "2025-06-19 09:00"),
        ("等两个小时", "2025-06-18 12:05"),
        ("等会儿", "2025-06-18 11:05"),
        ("在忙", "2025-06-18 13:05"),
        ("后天下午", "2025-06-20 14:00"),
        ("晚上十点再说", "2025-06-19 09:00"),
        ("早上八点", "2025-06-19 09:00"),
        ("下班后", "2025-06-18 18:00"),
    ],
)
def test_the_time_to_be_in_touch_again(text: str, expected: str) -> None:
    now = datetime(2025, 6, 18, 10, 5, tzinfo=ZoneInfo("Asia/Shanghai"))

    assert f"{not_before(text, read(text, now), now):%Y-%m-%d %H:%M}" == expected
