"""Words that count only beside personal data."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance_checker.detect.kinds import compile_detector
from compliance_checker.detect.personal import NEAR, UNCERTAIN
from compliance_checker.detect.program import Context
from compliance_checker.detect.scan import Scan
from compliance_checker.model import Utterance
from compliance_checker.personal.find import find as find_personal
from compliance_checker.personal.values import Kind
from compliance_checker.report import words
from compliance_checker.rulebook.schema import Detector
from compliance_checker.text.reading import Reading

PHONE = Detector(pattern="他的?(电话|手机号)", personal=("mobile",))
ANY = Detector(phrase=("你记一下",), personal=("resident_id", "address"))


@pytest.mark.parametrize(
    ("detector", "text", "evidence"),
    [
        pytest.param(PHONE, "喂，他电话13800138000，记吧", "他电话13800138000", id="touching"),
        pytest.param(PHONE, "他手机号我念给你听：幺三八零零幺三八零零零", "他手机号我念给你听：幺三八零零幺三八零零零", id="spoken"),
        pytest.param(PHONE, "138 0013 8000，这是他电话。", "138 0013 8000，这是他电话", id="data-first"),
        pytest.param(ANY, "11010519491231002X你记一下", "11010519491231002X你记一下", id="phrase"),
        pytest.param(ANY, "你记一下，文三路138号3栋", "你记一下，文三路138号3栋", id="another-kind"),
    ],
)  # fmt: skip
def test_the_evidence_reaches_over_words_and_data(find, detector, text, evidence):
    [hit] = find(detector, text)

    assert text[hit.span.start : hit.span.end] == evidence


@pytest.mark.parametrize(
    ("detector", "text"),
    [
        pytest.param(PHONE, "他电话我不能给你", id="no-data"),
        pytest.param(PHONE, "13800138000你好", id="no-words"),
        pytest.param(PHONE, "他电话尾号8000", id="the-end-of-a-number"),
        pytest.param(PHONE, "他电话里说还13800元", id="a-sum"),
        pytest.param(PHONE, "他电话。13800138000是我的", id="another-sentence"),
        pytest.param(PHONE, f"他电话{'好' * (NEAR + 1)}13800138000", id="too-far"),
        pytest.param(PHONE, "他电话11010519491231002X", id="another-kind"),
        pytest.param(ANY, "你记一下13800138000", id="not-named"),
    ],
)
def test_words_or_data_alone_are_nothing(find, detector, text):
    assert find(detector, text) == []


def test_the_nearest_data_is_taken(find):
    text = "13900139000好好好，他电话13800138000"

    [hit] = find(PHONE, text)

    assert text[hit.span.start : hit.span.end] == "他电话13800138000"


def test_what_lies_between_is_a_gap_that_verifiers_read(find):
    text = "他电话我不会告诉你13800138000"

    [hit] = find(PHONE, text)

    assert [text[gap.start : gap.end] for gap in hit.gaps] == ["我不会告诉你"]


def test_data_that_is_not_certain_is_for_a_person_to_judge(find):
    text = "你记一下，身份证110105194912310021"
    [seen] = find_personal(text)

    [hit] = find(ANY, text)

    assert not seen.certain
    assert hit.review == UNCERTAIN


def test_how_it_was_read_names_the_kind_and_no_digit(find):
    [hit] = find(PHONE, "他 电话13800138000")

    how = hit.words("他 电话13800138000")

    assert how == "spaces removed, personal data: mobile"
    assert words.how(how).endswith("话里带有手机号")


def test_every_kind_has_a_chinese_name():
    assert words.PERSONAL.keys() == set(get_args(Kind))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["他", "的", "电话", "手机号", "13800138000", "幺三八零零幺三八零零零", "，", "。", "好", "1", " "]), max_size=12).map("".join))  # fmt: skip
def test_the_scan_costs_no_more_than_the_words_alone(text):
    bare = Detector(pattern=PHONE.pattern)
    utterance = Utterance(0, "collector", text)
    programs = [compile_detector(one, Context({})) for one in (PHONE, bare)]

    with_data, alone = (Scan([one]).propose([utterance]).awake(0) for one in programs)

    assert set(with_data) <= set(alone)
    for part in (*programs[0].parts, programs[0]):
        for hit in part.find(Reading(utterance), None):
            assert any(
                hit.span.covers(one.span)
                for one in find_personal(text)
                if one.kind == "mobile"
            )
