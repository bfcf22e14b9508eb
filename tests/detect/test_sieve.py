"""The sieve reads as the views do, and never hides what a program would find."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from compliance_checker.detect.candidate import Situation
from compliance_checker.detect.pattern import compile_patterns
from compliance_checker.detect.program import Clause, Context
from compliance_checker.detect.sieve import OURS, THEIRS, Sieve, sides_of, ways_of
from compliance_checker.model import Utterance
from compliance_checker.rulebook.expression import Stretch
from compliance_checker.rulebook.pattern import PatternError, parse
from compliance_checker.text.batch import Batch
from compliance_checker.text.reading import Reading
from compliance_checker.text.recipes import recipe

PIECES = st.sampled_from(
    ["我", "我们", "妈", "爸", "那个", "这个", "就是说", "怎么说呢", "然后呢", "那什么", "额", "额度",
     "金额", "。", "！", "，", ".", "3", "50", "五", "五五", "两", "一", "好", "是", "钱", "爆", "通",
     "讯", "录", "谢", "+", "v", "％", "①", "ｑ", "錢", " ", "\u200b", "\n", "啊", "嗯", "😀",
     "𠮷", "\x00", "\ud800", "é", "…", "哈哈", "㎏", "女", "子"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=30)


def read(texts: list[str]) -> list[tuple[str, ...]]:
    batch = Batch(texts)
    return [batch.views(row) for row in range(len(texts))]


def sift(
    sieve: Sieve, texts: list[str], side: int = OURS
) -> dict[int, dict[int, bool]]:
    sides = np.full(len(texts), side, np.uint8)
    return sieve.sift(Batch(texts), sides, np.arange(len(texts)))


def by_recipe(text: str) -> tuple[str, ...]:
    compact, squeezed = recipe("compact").text(text), recipe("squeezed").text(text)
    return (compact,) if squeezed in {"", compact} else (compact, squeezed)


@settings(max_examples=400, deadline=None)
@given(st.lists(TEXTS, max_size=8))
@example(["爆。通。讯。录", "。。好。是。", "3.5万", "第一.第二", "五五二三 五五"])
@example(
    ["那个那个额，我我我要额度", "找找你你妈妈爸爸", "我们我们明天", "aa..b", "", "。"]
)
def test_the_sieve_reads_a_text_exactly_as_its_views_do(texts):
    assert read(texts) == [by_recipe(text) for text in texts]


def proposed(clause: tuple[set[str], ...], text: str, side: int = OURS) -> bool:
    sets = tuple(Stretch(frozenset(one), 0, 40, 40) for one in clause)
    return sift(Sieve([(0, Clause(sets), OURS)]), [text], side) == {0: {0: False}}


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        pytest.param(({"起诉"},), "我们会起诉", id="one-string"),
        pytest.param(({"起诉", "告你"},), "明天告你", id="any-string-of-a-set"),
        pytest.param(({"你", "您"}, {"单位"}), "去单位找你", id="sets-in-any-order"),
        pytest.param(({"通讯录"},), "通  讯，录", id="noise-between"),
        pytest.param(({"通讯录"},), "通通通讯录", id="stutter"),
        pytest.param(({"起诉"},), "起。诉。你", id="stops-between"),
        pytest.param(({"𠮷𠮷野"},), "在𠮷𠮷野", id="beyond-the-first-plane"),
    ],
)
def test_what_holds_a_string_of_every_set_is_proposed(clause, text):
    assert proposed(clause, text)


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        pytest.param(({"起诉"},), "", id="empty"),
        pytest.param(({"起诉"},), "起来告诉我", id="characters-apart"),
        pytest.param(({"起诉"},), "诉起", id="turned-round"),
        pytest.param(({"你", "您"}, {"单位"}), "去单位", id="a-set-is-missing"),
        pytest.param(({"你", "您"}, {"单位"}), "单。位你", id="cut-by-a-stop"),
        pytest.param(({"通讯录"},), "通讯", id="only-the-beginning"),
        pytest.param(({"𠮷𠮷野"},), "在𠮷野", id="one-too-few"),
    ],
)
def test_what_lacks_a_set_is_not_proposed(clause, text):
    assert not proposed(clause, text)


def test_only_the_words_of_the_side_asked_for_count():
    assert proposed(({"起诉"},), "起诉", OURS)
    assert proposed(({"起诉"},), "起诉", OURS | THEIRS)
    assert not proposed(({"起诉"},), "起诉", THEIRS)


def test_an_unknown_speaker_beside_the_debtor_does_not_make_it_everybody():
    assert sides_of(["debtor", "third_party", "unknown"]) == THEIRS
    assert sides_of(["unknown"]) == OURS | THEIRS


def test_strings_of_one_row_do_not_add_up_with_those_of_another():
    clause = (Stretch(frozenset({"你"})), Stretch(frozenset({"单位"}), 1, 1))
    assert sift(Sieve([(0, Clause(clause), OURS)]), ["你", "单位"]) == {}


def test_only_the_rows_asked_for_are_looked_at():
    sieve = Sieve([(7, Clause((Stretch(frozenset({"还钱"})),)), OURS)])
    batch = Batch(["还钱", "好的", "还钱"])

    assert sieve.sift(batch, np.full(3, OURS, np.uint8), np.array([1, 2])) == {
        2: {7: False}
    }


@pytest.mark.parametrize("size", [61, 62, 63, 64, 200])
def test_a_pattern_is_found_at_the_end_of_a_text_of_any_length(size):
    program = compile_patterns(("起诉<2>你$",), ("compact",), Context({}))
    sieve = Sieve(ways_of([(0, program, OURS)]))
    # Characters that nothing squeezes, none of them in the pattern.
    text = "".join(map(chr, range(0x5200, 0x5200 + size - 4))) + "起诉了你"

    assert sift(sieve, [text, text[:-1] + "他"])[0] == {0: size <= 63}
    assert sift(sieve, [text[:-1] + "他"]) == {}


PARTS = st.sampled_from(
    ["打", "打给", "给", "(你|您)", "(你老|您)", "<3>", "<1>", "<6!>", "{relative}", r"\N", r"\d{2,3}",
     "[的了]", "再?", r"\w{1,2}", "(老|小|老老)", "给(他|她)?", "[^不]", "(打<2>你|找您)", "$", "^"]
)  # fmt: skip
TALK = st.lists(
    st.sampled_from(
        ["打", "给", "打给", "你", "您", "老", "小", "婆", "公", "三", "12", "的", "再", "不", "他", "找", "。", "，",
         "那个", "嗯"]
    ),
    max_size=14,
).map("".join)  # fmt: skip
LEXICONS = {"relative": ("老婆", "老公", "婆")}


@settings(max_examples=600, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=6).map("".join), st.lists(TALK, max_size=3))
@example("(打<2>你|找您)(老|小|老老)", ["打给您你老老"])
def test_whatever_a_pattern_finds_was_proposed(pattern, texts):
    try:
        parse(pattern, LEXICONS)
        program = compile_patterns((pattern,), ("compact",), Context(LEXICONS))
    except PatternError:
        return
    here = Situation(index=0, role="collector")
    parts = program.parts or (program,)
    sieve = Sieve(ways_of((at, one, OURS) for at, one in enumerate(parts)))

    sifted = sift(sieve, texts)

    for row, text in enumerate(texts):
        reading = Reading(Utterance(row, "collector", text))
        for at, one in enumerate(parts):
            if one.find(reading, here):
                assert at in sifted.get(row, ())
            else:
                # Nothing is called sure that the expression does not find.
                matches = any(map(one.expression.occurs, views(reading)))
                assert matches or not sifted.get(row, {}).get(at)


def views(reading: Reading) -> list[str]:
    return [view.text for view in reading.views("compact")]
