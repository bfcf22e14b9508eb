"""Any string is read, quickly; the quick look never hides what a long one sees."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance_checker.personal import proofs
from compliance_checker.personal.find import (
    SOME_DIGITS,
    all_sightings,
    find,
    settled,
    sightings,
)
from compliance_checker.personal.flat import flatten
from compliance_checker.personal.mask import mask
from compliance_checker.personal.values import NUMBERS
from compliance_checker.text.recipes import recipe

ODD = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs", "Nd", "No", "Nl", "Cf"]),
        st.sampled_from(
            "0123456789一幺零两x@*号室路微信qQ\ud83d\x00\u200b①⓪²३𝟗兩參陸Ｘ⼀㈠"
        ),
    ),
    max_size=60,
)


@given(ODD)
def test_any_text_is_read_and_masked(text):
    assert len(flatten(text)) == len(text)
    for one in find(text):
        assert text[one.span.start : one.span.end]
    assert mask(mask(text)) == mask(text)


@given(ODD | st.lists(st.sampled_from(["幺三", "六个零", "3个零", "13800138000", "①③⑧⓪⓪①③⑧⓪⓪⓪", "电话", "1️⃣", " ", "，", "一", "E87654321", "护照", "QQ12345", "o", "110105194912310", "02X", "一九四九年十二月三十一日"]), max_size=12).map("".join))  # fmt: skip
def test_every_view_of_a_text_with_a_number_has_some_digits(text):
    if any(one.kind in NUMBERS for one in find(text)):
        for view in ("folded", "compact"):
            assert re.search(SOME_DIGITS, recipe(view).text(text))


@given(ODD)
def test_the_quick_look_hides_nothing(text):
    assert len(sightings(text)) == len(settled(all_sightings(flatten(text))))


@pytest.mark.parametrize(
    "digits", ["1٣٨00138000", "𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎", "①③⑧⓪⓪①③⑧⓪⓪⓪", "१३८००१३८०००"]
)
def test_digits_of_all_scripts_are_digits(digits):
    (one,) = find(f"打{digits}")

    assert (one.kind, one.span.start, one.span.end) == ("mobile", 1, 12)


def seconds(read: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _ in range(2):
        began = time.perf_counter()
        read(text)
        best = min(best, time.perf_counter() - began)
    return best


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "13", "138 ", "一", "幺三八", "a", "@", "1号", "路1号 ", "微信a", "京A1 ",
     "1,", "110105，", "*", "\ud800", "1\u200b", "您好我明天还"],
)  # fmt: skip
def test_the_cost_grows_with_the_length_and_no_faster(piece):
    short, long = (piece * (size // len(piece)) for size in (5_000, 50_000))
    find(short)

    # Ten times the text; a step that is quadratic would cost a hundred times.
    assert seconds(find, long) < 40 * seconds(find, short) + 0.05


def test_a_megabyte_of_digits_costs_as_its_length():
    part, whole = "1380013800" * 10_000, "1380013800" * 100_000

    assert find(whole) == ()
    assert seconds(find, whole) < 40 * seconds(find, part) + 0.05


def test_plain_talk_leaves_after_one_look(monkeypatch):
    def fail(_: str) -> str:
        raise AssertionError("looked twice")

    monkeypatch.setattr("compliance_checker.personal.find.flatten", fail)

    assert find("好的，我知道了，明天一定还，请您放心，谢谢。") == ()


@given(st.text("0123456789", min_size=17, max_size=19))
def test_check_digits_agree_with_python_stdnum(digits):
    luhn = pytest.importorskip("stdnum.luhn", reason="python-stdnum is not installed")
    resident = pytest.importorskip("stdnum.cn.ric", reason="no python-stdnum")

    assert proofs.luhn(digits) is luhn.is_valid(digits)
    body = digits[:17]
    assert proofs.check_digit(body) == resident.calc_check_digit(body + "0").lower()


@pytest.mark.parametrize(
    ("whole", "holds"),
    [("4111111111111111", True), ("4111111111111112", False), ("5500005555555559", True),
     ("6222020000000000000", True), ("6222020000000000010", False)],
)  # fmt: skip
def test_luhn_holds_for_published_test_numbers_only(whole, holds):
    assert proofs.luhn(whole) is holds


def test_an_id_has_one_check_digit_of_eleven():
    body = "11010519491231002"

    assert [last for last in "0123456789x" if last == proofs.check_digit(body)] == ["x"]


@pytest.mark.parametrize("changed", range(17))
def test_one_wrong_digit_is_always_seen(changed):
    body = "33010619850307042"
    digit = str((int(body[changed]) + 1) % 10)
    wrong = body[:changed] + digit + body[changed + 1 :]

    assert proofs.check_digit(wrong) != proofs.check_digit(body)
