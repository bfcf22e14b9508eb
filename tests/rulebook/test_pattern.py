from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance_checker.rulebook.expression import (
    alternation,
    clauses,
    literals,
    regex,
)
from compliance_checker.rulebook.pattern import PatternError, parse

LEXICONS = {"relative": ("老婆", "老公", "爸妈"), "verb": ("打给", "联系")}


def found(pattern: str, text: str) -> str | None:
    tree = parse(pattern, LEXICONS)
    match = re.search(regex(tree, lambda literal: literal), text)
    return match.group() if match else None


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        pytest.param("打给", "我打给你", "打给", id="literal"),
        pytest.param(
            "我[^你]{2,3}来", "我明天就来", "我明天就来", id="so-many-at-most"
        ),
        pytest.param("我[^你]{2,3}来", "我就来", None, id="fewer-than-so-many"),
        pytest.param("我[^你]{2,3}来", "我后天一早来", None, id="more-than-so-many"),
        pytest.param("我[^你]{2}来", "我等你来", None, id="each-of-so-many"),
        pytest.param(
            "{verb}<3>{relative}", "我打给你老婆", "打给你老婆", id="lexicons"
        ),
        pytest.param("打给<2>老婆", "打给你们的老婆", None, id="gap-too-short"),
        pytest.param(
            "打给<6>老婆", "打给谁。老婆好", None, id="gap-stops-at-a-sentence"
        ),
        pytest.param(
            "打给<6!>老婆", "打给谁。老婆好", "打给谁。老婆", id="gap-over-it"
        ),
        pytest.param("(打给|找)(你|您)", "我找您", "找您", id="choice"),
        pytest.param("打给|找人", "我找人", "找人", id="choice-without-brackets"),
        pytest.param("打电话?给", "打电给", "打电给", id="optional-character"),
        pytest.param("打(电话)?给", "打给", "打给", id="optional-group"),
        pytest.param("找{relative}?谈", "找谈", "找谈", id="optional-lexicon"),
        pytest.param("[你您]老婆", "您老婆", "您老婆", id="one-of"),
        pytest.param("1[3-7]岁", "我15岁", "15岁", id="a-range"),
        pytest.param("1[3-7]岁", "我12岁", None, id="outside-the-range"),
        pytest.param("[^不]打给", "不打给", None, id="not-this-character"),
        pytest.param("[^不]打给", "打给", "打给", id="nothing-is-not-this-character"),
        pytest.param("[^不]打给", "好。打给", "。打给", id="a-stop-is-not-it-either"),
        pytest.param("给[^他]钱", "给。钱", None, id="inside-a-stop-is-nothing"),
        pytest.param("^喂$", "喂", "喂", id="whole"),
        pytest.param("^喂", "你喂", None, id="start-only"),
        pytest.param("\\d{4}位", "后1234位", "1234位", id="digits"),
        pytest.param("\\d{2,3}天", "1天", None, id="too-few-digits"),
        pytest.param("\\N天", "三十五天", "三十五天", id="numerals"),
        pytest.param("\\N{3,8}", "幺三八", None, id="too-few-numerals"),
        pytest.param("尾号\\w{4}", "尾号ab12吗", "尾号ab12", id="word-characters"),
        pytest.param("多少\\?", "多少?", "多少?", id="escaped"),
    ],
)
def test_a_pattern_finds(pattern, text, expected):
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "at", "what"),
    [
        ("(打给", 0, "never closed"),
        ("打给)", 2, "unexpected"),
        ("打[给", 1, "never closed"),
        ("打[]给", 1, "no characters"),
        ("打<99>给", 1, "no gap"),
        ("打<x>给", 1, "no gap"),
        ("打给*", 2, "unbounded"),
        ("?打给", 0, "nothing before"),
        ("打给<3>?", 5, "nothing before"),
        ("打给??", 3, "nothing before"),
        ("{nobody}", 0, "no lexicon"),
        ("{X}", 0, "no lexicon name"),
        ("\\q", 0, "unknown"),
        ("\\d{9,3}", 0, "count"),
        ("(打|)", 1, "empty choice"),
        ("", 0, "empty choice"),
        ("<3>", 0, "needs no character"),
        ("打?", 0, "needs no character"),
        ("[^不]", 0, "needs no character"),
        ("(" * 25 + "打" + ")" * 25, 21, "nested"),
    ],
)
def test_a_broken_pattern_says_what_is_wrong_and_where(pattern, at, what):
    with pytest.raises(PatternError, match=what) as caught:
        parse(pattern, LEXICONS)

    if what != "count":
        assert caught.value.at == at


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("打给<3>你老婆", {"你老婆"}, id="the-longest-part"),
        pytest.param(
            "(打给|找)(你|您)", {"打给你", "打给您", "找你", "找您"}, id="product"
        ),
        pytest.param("{verb}<2>钱", {"打给", "联系"}, id="not-the-single-character"),
        pytest.param("催收(打给)?", {"催收"}, id="never-an-optional-part"),
        pytest.param("(打给<2>老婆|找<3>爸妈来)", {"打给", "爸妈来"}, id="each-way"),
        pytest.param(
            "\\d天", {f"{digit}天" for digit in "0123456789"}, id="digit-and-neighbour"
        ),
        pytest.param("打(电话)?给", {"打给", "打电话给"}, id="with-and-without"),
    ],
)
def test_the_literals_of_a_pattern_are_those_that_must_occur(pattern, expected):
    assert literals(parse(pattern, LEXICONS)) == expected


PARTS = st.sampled_from(
    [
        "打给",
        "你",
        "{relative}",
        "<3>",
        "(找|联系)",
        "[你您]",
        "钱?",
        "(电话)?",
        "\\d",
        "\\N",
    ]
)


@given(
    st.lists(PARTS, min_size=1, max_size=5),
    st.text("打给你您老婆找联系钱电话3五。好", max_size=24),
)
def test_where_a_pattern_matches_what_it_needs_stands(parts, text):
    try:
        tree = parse("".join(parts), LEXICONS)
    except PatternError:
        return

    match = re.search(regex(tree, lambda literal: literal), text)

    if match:
        assert any(literal in match.group() for literal in literals(tree))
        assert any(
            all(
                any(one in match.group() for one in stretch.strings)
                for stretch in clause
            )
            for clause in clauses(tree)
        )


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("打给<3>你", [[{"打给"}, {"你"}]], id="the-rarest-first"),
        pytest.param("打<3>你", [[{"打"}, {"你"}]], id="common-parts-together"),
        pytest.param(
            "打给|找<2>人", [[{"打给"}], [{"找"}, {"人"}]], id="each-way-its-own"
        ),
    ],
)
def test_what_is_common_is_asked_for_together(pattern, expected):
    found = clauses(parse(pattern, {}))

    assert [[set(stretch.strings) for stretch in one] for one in found] == expected


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader_of_patterns(text):
    at = 0
    try:
        parse(text, LEXICONS)
    except PatternError as error:
        at = error.at

    assert 0 <= at <= len(text)


@given(
    st.lists(st.text("老公婆孩子a.|(", min_size=1, max_size=4), min_size=1, max_size=8)
)
def test_an_alternation_matches_its_terms_and_the_longest_first(terms):
    expression = re.compile(alternation(terms))

    for term in terms:
        assert expression.fullmatch(term)
        longest = max((t for t in terms if term.startswith(t)), key=len)
        assert expression.match(term).group() == longest
