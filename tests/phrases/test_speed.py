"""How the time of reading grows. Ratios only: machines differ."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from itertools import count

import pytest

from actions.phrases.reader import read

NOW = datetime.fromisoformat("2026-11-21T10:00+08:00")
PLAN = "我现在手头紧，先还两千，剩下的分三期，每月15号还五百。"


def best(work: Callable[[], object], times: int = 7) -> float:
    """The shortest of several runs, in seconds."""
    spans = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        spans.append(time.perf_counter() - begin)
    return min(spans)


def fresh(text: str) -> Callable[[], object]:
    """Reads the text with another ending each time, so that no cache helps."""
    runs = count()
    return lambda: read(text + "啊" * next(runs), NOW)


@pytest.mark.parametrize("text", [PLAN, "五百", "一", "每月", "还了", "1，", "5号、"])
def test_time_grows_with_length_and_not_with_its_square(text: str) -> None:
    times = 10 if text == PLAN else 60
    ratio = best(fresh(text * times * 8), 5) / best(fresh(text * times), 5)
    assert ratio < 40  # 8 times the text; its square would be 64


def test_small_talk_costs_less_than_a_plan() -> None:
    idle = "你们天天打电话烦不烦啊，我跟你说了我在上班"
    talk = best(lambda: [read(idle, NOW) for _ in range(50)])
    plan = best(lambda: [read(PLAN, NOW) for _ in range(50)])
    assert talk < plan


@pytest.mark.parametrize(
    ("head", "unit", "tail"),
    [
        ("卡号", "1", "千"),
        ("电话", "12 ", "千"),
        ("0427", "是的", "啦"),
        ("五百", "真的", "嘢"),
        ("五百", "这个那个", "嘢"),
        ("15号", "还是", "嘢"),
        ("已经", "今天", "嘢"),
        ("嗯", "嗯", "0427嘢"),
    ],
)
def test_repeated_words_cause_no_backtracking(head: str, unit: str, tail: str) -> None:
    short, long = (head + unit * n + tail for n in (20, 60))
    read(short, NOW)
    ratio = best(lambda: read(long, NOW)) / best(lambda: read(short, NOW))
    assert ratio < 12  # 3 times the text; backtracking would never end
