"""The report for the terminal."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance_checker.model import Basis
from compliance_checker.report import words
from compliance_checker.report.case import basis_words, context, whole_words
from compliance_checker.report.text import case_text, sources_text, summary_text


def test_the_evidence_is_marked_in_its_context(case):
    text = case_text(case)

    assert "不还就【告诉你家里人】" in text
    assert "T5.3 扬言联系亲友、单位、爆通讯录  第2句 坐席 1:02" in text
    assert "建议说法：我们只跟您本人谈。" in text


def test_the_basis_is_told_with_its_force_and_certainty(case):
    assert (
        "依据：《商业银行信用卡业务监督管理办法》第68条"
        "（监管规定，有约束力；据公开摘要）：“不得暴力催收”"
    ) in case_text(case)


def test_checks_that_were_not_made_are_folded_by_reason(case):
    assert "未检查 2 项：C02 C03（没有拨打记录）" in case_text(case)


def test_a_finding_that_needs_review_says_so(case):
    assert "[轻微·待人工复核] C06 表明机构身份  整通" in case_text(case)


def test_what_was_said_cannot_steer_the_terminal(case):
    text = case_text(case)

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "␛[31m" in text


def test_colour_comes_from_us_only(case):
    bare = case_text(case, colour=True)
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[36m", "\x1b[1;31m"):
        bare = bare.replace(code, "")

    assert "\x1b" not in bare
    assert bare == case_text(case)


@given(st.text(max_size=40))
def test_no_text_breaks_the_lines_of_a_report(text):
    case = msgspec.convert(
        {
            "call_id": text, "outcome": "clean", "score": 100, "started_at": "",
            "collector": text, "team": text, "turns": 1, "rulebook": "1",
            "findings": [], "not_checked": [],
        },
        _case_type(),
        strict=False,
    )  # fmt: skip

    assert case_text(case).count("\n") == 1


def _case_type():
    from compliance_checker.report.case import Case

    return Case


def test_long_context_is_cut_on_both_sides(finding):
    said = "前" * 100 + "证据" + "后" * 100
    finding = _moved(finding, 100, 102)

    before, text, after = context(said, finding)

    assert (before, text, after) == ("…" + "前" * 40, "证据", "后" * 40 + "…")


def _moved(finding, start, end):
    from dataclasses import replace

    return replace(finding, start=start, end=end)


@pytest.mark.parametrize(
    ("article", "shown"),
    [
        pytest.param("68", "第68条", id="article"),
        pytest.param("37(五)", "第37条第（五）项", id="item"),
        pytest.param("69(2)", "第69条第2款", id="paragraph"),
        pytest.param("50(1)(一)", "第50条第1款第（一）项", id="both"),
        pytest.param("5.3", "5.3", id="standard"),
        pytest.param("第三章", "第三章", id="chapter"),
        pytest.param(None, "", id="none"),
    ],
)
def test_articles_are_written_as_lawyers_write_them(names, article, shown):
    basis = Basis("CARD2011", article, "law")

    assert basis_words(basis, names) == (
        f"《商业银行信用卡业务监督管理办法》{shown}（法律，有强制力）"
    )


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("verified: no", "已核身：否"),
        ("not known: litigation", "不知道：已起诉"),
        ("took too long on turn 3", "在第4句超时"),
        ("需核对外呼名单", "需核对外呼名单"),
        ("said_illness: yes", "对方说过患病：是"),
        (
            "the person said who they are; nothing else was checked",
            "对方只自称本人，没有核对其他信息",
        ),
        ("RecursionError on turn 3", "在第4句出错（RecursionError）"),
    ],
)
def test_reasons_are_told_in_chinese(english, chinese):
    assert words.reason(english) == chinese


def test_every_reason_of_a_verifier_has_chinese_words():
    from compliance_checker.verify.registry import REASONS

    assert not [one for one in REASONS.values() if words.reason(one) == one]


def test_every_reason_for_not_checking_has_chinese_words():
    from compliance_checker.rulebook.load import load_valid

    needs = {one.needs for one in load_valid()[0].checks.values() if one.needs}
    assert not [one for one in needs if words.reason(one) == one]


def test_every_category_of_the_taxonomy_has_a_name():
    from compliance_checker.rulebook.names import CATEGORIES

    assert tuple(words.CATEGORIES) == CATEGORIES


def test_the_summary_counts_each_outcome():
    assert (
        summary_text({"clean": 2, "violation": 1}) == "共 3 通：违规 1，未发现问题 2\n"
    )
    assert summary_text({}) == "共 0 通：没有通话\n"


def test_numbered_sources_are_listed_once(case):
    numbers: dict[str, int] = {}

    first = case_text(case, numbers=numbers)
    second = case_text(case, numbers=numbers)

    assert first == second
    assert "     依据：[1]\n" in first
    assert "《" not in first
    assert sources_text(numbers).count("第68条") == 1
    assert sources_text({}) == ""


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("as written", "原文"),
        ("symbols removed", "中间夹有标点或符号，略去后读出"),
        ("by sound: 爆→抱", "按读音读出：“抱”即“爆”"),
        ("by sound: 爆→抱, 讯→训", "按读音读出：“抱”即“爆”、“训”即“讯”"),
        ("by initials: 爆通讯录→btxl", "按拼音首字母读出：“btxl”即“爆通讯录”"),
        ("by initials: btxl→爆通讯录", "按拼音首字母读出：“btxl”即“爆通讯录”"),
        ("split character: 女子→好", "按字形读出：“女子”即“好”"),
        (
            "spaces removed, split character: 讠寸→讨, 讠卂→讯",
            "字间有空格，去掉空格后读出；按字形读出：“讠寸”即“讨”、“讠卂”即“讯”",
        ),
    ],
)
def test_how_it_was_read_is_told_so_that_anybody_understands(english, chinese):
    assert words.how(english) == chinese


@pytest.mark.parametrize(
    ("said", "evidence", "shown"),
    [
        pytest.param(
            "我打给你们单位领导。", "打给你们单位领", "打给你们单位领导", id="end"
        ),
        pytest.param("他家亲戚朋友都知道", "戚朋友", "亲戚朋友", id="start"),
        pytest.param(
            "告诉你家里人。", "告诉你家里人", "告诉你家里人", id="whole-already"
        ),
        pytest.param("abcdefghijkl", "cde", "cde", id="no-ordinary-word"),
    ],
)
def test_evidence_is_shown_in_whole_words(said, evidence, shown):
    start = said.index(evidence)

    first, last = whole_words(said, start, start + len(evidence))

    assert said[first:last] == shown


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_whole_words_hold_the_evidence(said, start, end):
    first, last = whole_words(said, start, end)

    if 0 <= start < end <= len(said):
        assert 0 <= first <= start < end <= last <= len(said)
    else:
        assert (first, last) == (start, end)


def test_the_offsets_of_a_finding_are_not_moved_by_its_display(finding):
    said = "我打给你们单位领导。"
    moved = _moved(finding, 1, 8)

    _, text, _ = context(said, moved)

    assert text == "打给你们单位领导"
    assert (moved.start, moved.end) == (1, 8)


def test_a_house_standard_is_no_law(names):
    shown = basis_words(Basis("CARD2011", None, "house"), names)

    assert shown.endswith("（本机构内部规范，不是法规）")


def test_every_force_has_chinese_words():
    from typing import get_args

    from compliance_checker.rulebook.schema import Force

    assert words.FORCES.keys() == set(get_args(Force))


def test_the_reasons_of_the_states_have_chinese_words():
    from compliance_checker.detect.state import CLAIMED

    assert words.reason(CLAIMED) != CLAIMED
