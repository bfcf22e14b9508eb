"""The second reading: alarms that fire on their words and keep still on look-alikes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.alarms.watch import alarms, only_looks_like, plain, raise_alarms

FIRES = [(a.name, text) for a in alarms() for text in a.fires]
SILENT = [(a.name, text) for a in alarms() for text in a.silent]


@pytest.mark.parametrize(("name", "text"), FIRES)
def test_an_alarm_fires(name: str, text: str) -> None:
    assert name in raise_alarms(text)


@pytest.mark.parametrize(("name", "text"), SILENT)
def test_an_alarm_keeps_still_on_a_look_alike(name: str, text: str) -> None:
    assert name not in raise_alarms(text)


@pytest.mark.parametrize(
    "text",
    [
        "累死了", "笑死", "想死你们客服了", "这是死账", "气死我了", "要死要活的电话",
        "我爸死了", "忙死了明天还", "穷得要死", "贵死了", "饿死了先吃饭", "吓死我了",
        "死循环一样的短信", "死活登不上App", "我死磕到底", "这手机死机了", "坑死人的利息",
        "恨死你们了", "电话烦死了", "你们怎么不去死", "打死也不还", "想死心都难",
    ],
)  # fmt: skip
def test_death_as_a_figure_of_speech_is_no_crisis(text: str) -> None:
    assert "crisis" not in raise_alarms(text)


@pytest.mark.parametrize(
    "text",
    [
        "不想活了", "活着没意思", "想跳下去", "一了百了", "安眠药我都买了", "遗书写好了",
        "累死了 真不想活了", "我 不 想 活 了", "不想\u200b活了", "活不下去了真的",
        "死了算了", "你们逼死我算了", "我站在天台上", "想结束自己的生命", "我要自杀",
        "跳楼算了", "割腕", "不如死了", "活够了", "我想轻生", "喝农药死了算了",
        "想死的心都有了", "我真想一死了之", "拿命还你们行不行",
    ],
)  # fmt: skip
def test_despair_is_a_crisis(text: str) -> None:
    assert "crisis" in raise_alarms(text)


def test_a_look_alike_alone_is_known_for_one() -> None:
    assert only_looks_like("累死了", "crisis")
    assert not only_looks_like("累死了，不想活了", "crisis")
    assert not only_looks_like("今天天气不错", "crisis")


def test_width_blanks_and_traditional_characters_make_no_difference() -> None:
    assert plain("ＴＤ") == "td"
    assert "opt_out" in raise_alarms("別 再 發 了")
    assert "dispute_not_mine" in raise_alarms("這錢不是我借的")


@pytest.mark.parametrize("alarm", alarms(), ids=lambda a: a.name)
def test_every_alarm_brings_its_own_tests(alarm: object) -> None:
    assert alarm.fires  # type: ignore[attr-defined]
    assert alarm.silent  # type: ignore[attr-defined]


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    assert raise_alarms(text) <= {a.name for a in alarms()}


def test_a_long_message_is_still_watched_at_its_end() -> None:
    assert "crisis" in raise_alarms("啊" * 9000 + "我不想活了")
