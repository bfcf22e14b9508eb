"""All words of an utterance weighed together with what rules find."""

from __future__ import annotations

import string

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance_checker.errors import RulebookError
from compliance_checker.model import Finding, Span, Utterance
from compliance_checker.weigh import kept, kernels
from compliance_checker.weigh.weigher import (
    Weigher,
    Words,
    disguised,
    heard_before,
)
from compliance_checker.weigh.weights import STRIDE, WINDOW, blocks, normal

TEXT = st.text(
    st.sampled_from("你您家里人单位打电话还钱今天，。！ 　12ab𠮷\u0301\x00")
    | st.characters()
)


@pytest.fixture(scope="module")
def weigher() -> Weigher:
    return kept.read()


def finding(text: str, rule: str, category: str, how: str = "as written") -> Finding:
    return Finding(
        rule, category, "major", "violation", 0, 0, len(text), text, how, reasons=()
    )


def a_rule_of(weigher: Weigher, category: str) -> str:
    return next(one for one in weigher.mixture.rules if one.startswith(category + "-"))


# -- the words ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [("您还钱", "你还钱"), ("還錢", "还钱"), ("还钱，", "还钱"), ("ＡＢ", "ab")],
)
def test_manners_width_and_script_do_not_weigh(one: str, other: str) -> None:
    assert normal(one)[0].tolist() == normal(other)[0].tolist()


@pytest.mark.parametrize(("one", "other"), [("还，钱", "还钱"), ("还钱", "钱还")])
def test_order_and_breaks_do(one: str, other: str) -> None:
    assert normal(one)[0].tolist() != normal(other)[0].tolist()


@settings(deadline=None)
@given(TEXT)
def test_every_counted_character_knows_where_it_stands(text: str) -> None:
    said, places = normal(text)

    assert len(said) == len(places) <= len(text)
    assert all(np.diff(places) > 0)
    assert all(0 <= place < len(text) for place in places)


@settings(deadline=None)
@given(TEXT)
def test_windows_cover_every_word(text: str) -> None:
    weigher = kept.read()
    _, places = normal(text)
    words = Words(weigher.weights, text, "")

    for place in places.tolist():
        if text[place].isalnum():
            assert words.over(Span(place, place + 1)), place


@settings(deadline=None)
@given(TEXT.filter(lambda text: len(text) <= WINDOW))
def test_a_turn_that_fits_a_window_is_weighed_whole(text: str) -> None:
    weights = kept.read().weights
    said = normal(text)[0]
    if not len(said):
        return

    [part] = Words(weights, text, "").at_least(-np.inf)

    assert part.wrong == weights.of(*blocks(said, said[:0]))[0]


def test_a_long_turn_is_weighed_where_it_is_heavy(weigher: Weigher) -> None:
    calm = "好的您慢慢说我这边都给您记下来了您看还有什么需要我帮忙的没有" * 9
    threat = "信不信我把你通讯录里的人挨个打一遍让他们都知道你欠钱不还"

    alone = weigher.alone(calm + threat + calm, "")

    assert weigher.alone(calm, "") is None
    assert alone is not None
    assert alone.span.start <= len(calm) < alone.span.end
    assert alone.span.end - alone.span.start <= WINDOW + STRIDE


def test_names_of_pieces_are_found_again() -> None:
    names = np.unique(kernels.runs(normal("我给你单位打电话")[0], 0))
    table = kernels.slots(names, 7)

    assert kernels.known(names, names, table).tolist() == list(range(len(names)))
    assert kernels.known(names + np.uint64(1), names, table).size == 0


# -- what stands -------------------------------------------------------------------

LAWFUL = "您放心，我们不会联系您的家人和单位，只跟您本人沟通"
THREAT = "你再不还我就给你单位领导挨个打电话，让全公司都知道"


def test_what_a_rule_finds_in_a_threat_stands(weigher: Weigher) -> None:
    found = finding(THREAT, a_rule_of(weigher, "T5.3"), "T5.3")

    judged = weigher.judged([found], THREAT, "")

    assert [one.status for one in judged.stands] == ["violation"]
    assert "all words weigh +" in judged.stands[0].reasons[-1]


def test_what_a_rule_finds_in_its_denial_does_not(weigher: Weigher) -> None:
    found = finding(LAWFUL, a_rule_of(weigher, "T5.3"), "T5.3")

    assert all(
        one.status == "needs_review"
        for one in weigher.judged([found], LAWFUL, "").stands
    )


@pytest.mark.parametrize(
    ("rule", "how"),
    [("T5.3-of-the-house", "as written"), ("", "by sound: 位→卫")],
    ids=["a rule it never met", "a disguise"],
)
def test_what_it_cannot_weigh_stands_by_itself(
    weigher: Weigher, rule: str, how: str
) -> None:
    found = finding(LAWFUL, rule or a_rule_of(weigher, "T5.3"), "T5.3", how)

    assert weigher.judged([found], LAWFUL, "").stands == (found,)


@pytest.mark.parametrize(
    ("text", "how", "hidden"),
    [
        ("打断你的腿", "as written", False),
        ("你等着，我找人", "symbols removed", False),
        ("打*断*你*的*腿", "symbols removed", True),
        ("起*诉", "symbols removed", True),
        ("打断你的退", "by sound: 腿→退", True),
    ],
)
def test_a_comma_is_no_disguise(text: str, how: str, hidden: bool) -> None:
    assert disguised(finding(text, "T1.1-x", "T1.1", how)) is hidden


def test_where_the_words_speak_for_another_category_it_is_named(
    weigher: Weigher,
) -> None:
    found = finding(THREAT, a_rule_of(weigher, "T8.1"), "T8.1")

    judged = weigher.judged([found], THREAT, "")

    assert {one.category for one in judged.meant.values()} <= {"T5.3", "T7.2", "T6.2"}
    assert all(one in judged.stands for one in judged.meant)


def test_the_telling_pieces_hold_no_digit(weigher: Weigher) -> None:
    text = "你身份证110101就在我手里，我发到你家门口贴上"

    told = weigher.telling(text, "T6.2")

    assert told
    assert not any(set(string.digits) & set(piece) for piece, _ in told)
    assert all(share > 0 for _, share in told)


def test_only_the_other_side_just_before_is_heard() -> None:
    turns = [
        Utterance(0, "debtor", "我妈刚走"),
        Utterance(1, "debtor", "我不想说话"),
        Utterance(2, "collector", "那钱呢"),
    ]

    assert heard_before(reversed(turns)) == "我不想说话"
    assert heard_before(reversed(turns[:2])) == "我妈刚走\n我不想说话"
    assert heard_before(()) == ""


# -- the file ----------------------------------------------------------------------


def test_weights_come_back_from_their_file(weigher: Weigher, tmp_path) -> None:
    path = tmp_path / "weights.npz"
    kept.write(path, weigher)

    again = kept.read(path)

    assert again.lines == weigher.lines
    assert again.mixture == weigher.mixture
    assert again.alone(THREAT, "") == weigher.alone(THREAT, "")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no weights at all"])
def test_a_broken_file_is_refused_by_name(tmp_path, content: bytes) -> None:
    path = tmp_path / "weights.npz"
    path.write_bytes(content)

    with pytest.raises(RulebookError) as caught:
        kept.read(path)

    [problem] = caught.value.problems
    assert problem.where == str(path)


def test_a_missing_part_is_refused(weigher: Weigher, tmp_path) -> None:
    arrays = kept.arrays_of(weigher)
    del arrays["matrix"]
    np.savez_compressed(tmp_path / "weights.npz", allow_pickle=False, **arrays)

    with pytest.raises(RulebookError):
        kept.read(tmp_path / "weights.npz")
