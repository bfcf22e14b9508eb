"""A rule and a check as people read them, on the terminal and in ``docs``."""

from __future__ import annotations

import pytest

from compliance_checker.call.checks import CHECKS
from compliance_checker.report.measures import MISSING
from compliance_checker.report.pages import (
    check_page,
    example_text,
    page_markdown,
    page_text,
    rule_page,
)
from compliance_checker.report.rule_index import rule_pages
from compliance_checker.rulebook.load import load_rulebook
from compliance_checker.rulebook.names import CHECKS as ALL_CHECKS
from compliance_checker.rulebook.names import DIAL_CHECKS
from compliance_checker.rulebook.schema import Example, ExampleCall

HEADINGS = (
    "禁止什么",
    "为什么",
    "依据",
    "违规例句",
    "相近但不违规",
    "建议说法",
    "容易误报",
)


@pytest.fixture(scope="module")
def rulebook():
    return load_rulebook()


@pytest.fixture(scope="module")
def pages(rulebook):
    return rule_pages(rulebook)


def test_every_rule_and_every_check_has_a_page_and_stands_in_the_index(rulebook, pages):
    codes = [*(rule.id for rule in rulebook.rules), *ALL_CHECKS]

    assert set(pages) == {"README.md", *(f"{code}.md" for code in codes)}
    for code in codes:
        assert f"({code}.md)" in pages["README.md"]


def test_every_rule_page_says_what_why_on_what_basis_and_how_else(rulebook, pages):
    for rule in rulebook.rules:
        for heading in HEADINGS:
            assert f"\n## {heading}\n" in pages[f"{rule.id}.md"], rule.id


def test_the_terminal_and_the_page_say_the_same(rulebook):
    page = rule_page(rulebook, rulebook.rules[0])
    text, markdown = page_text(page), page_markdown(page).replace("\\", "")

    for section in page.sections:
        for line in section.lines:
            assert line in text
            assert line in markdown


def test_a_source_comes_with_its_days_its_force_and_its_former_number(rulebook):
    [basis] = [
        section
        for section in rule_page(rulebook, rulebook.rule("T1.1-bodily-harm")).sections
        if section.title == "依据"
    ]
    lines = "\n".join(basis.lines)

    assert "第50条" in lines
    assert "2025-12-31 以前第42" in lines
    assert "法律，有强制力" in lines
    assert "起施行" in lines


@pytest.mark.parametrize("code", ALL_CHECKS)
def test_a_check_says_what_it_is_read_from_or_why_it_is_not_made(rulebook, code):
    text = page_text(check_page(rulebook, code))

    if code in CHECKS or code in DIAL_CHECKS:
        assert "由什么判断：" in text
        assert "不能判断：" in text
    else:
        assert "不检查：" in text


def test_whatever_keeps_a_check_from_being_made_is_explained(rulebook):
    needs = {check.needs for check in rulebook.checks.values()} - {""}

    assert needs - {"no block list"} <= MISSING.keys()


def test_an_example_is_told_with_what_is_known_of_its_call():
    call = ExampleCall(callee="third_party", plan="active", verified=False)
    example = Example("他欠钱。", ("debtor: 你谁",), call, status="needs_review")

    assert example_text(example) == (
        "客户：你谁 / 他欠钱。（待人工复核）〔第三人、分期状态：履行中、已核身：否〕"
    )


def test_signs_of_markdown_stand_for_themselves(rulebook):
    rule = rulebook.rules[0]
    marked = type(rule)(**{
        **{name: getattr(rule, name) for name in rule.__struct_fields__},
        "suggestion": "*请* <您> 看_这里_ [好]",
    })  # fmt: skip

    assert r"\*请\* \<您\> 看\_这里\_ \[好\]" in page_markdown(
        rule_page(rulebook, marked)
    )
