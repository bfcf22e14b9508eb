"""The report as a page."""

from __future__ import annotations

import re

import pytest

from compliance_checker.report.html import report_html
from compliance_checker.report.summary import Summary, add, count, keep, split, worst


@pytest.fixture
def summary(call, verdict, case):
    summary = Summary()
    count(summary, call, verdict)
    keep(summary, case)
    return summary


@pytest.fixture
def html(summary, names):
    return report_html(summary, names, title="报告 <1>", facts={"档案": "<a>"})


def test_what_was_said_is_text_and_nothing_else(html):
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "报告 &lt;1&gt;" in html


def test_the_evidence_is_marked(html):
    assert "<mark>告诉你家里人</mark>" in html


def test_the_page_loads_nothing(html):
    assert not re.search(r"src\s*=|href\s*=\s*[\"'](?!#)", html)
    assert "http" not in html.replace("http-equiv", "").replace(
        "http://www.w3.org/2000/svg", ""
    )
    assert "default-src 'none'" in html


def test_a_filter_stands_before_the_cases(html):
    assert html.index('id="only-critical"') < html.index('class="cases"')
    assert 'class="case has-major has-minor"' in html


def test_bars_carry_both_numbers(html):
    assert "T5.3 扬言联系亲友、单位、爆通讯录：违规 1，待人工复核 0" in html


def test_a_report_on_nothing_says_so(names):
    html = report_html(Summary(), names, title="报告", facts={})

    assert "没有发现违规，也没有待复核的内容。" in html


def test_only_the_worst_cases_are_shown_and_the_rest_counted(summary, names, case):
    import msgspec

    total = Summary()
    for number in range(250):
        one = msgspec.structs.replace(
            case, call_id=f"c-{number:03}", score=number % 100
        )
        summary.cases = [one]
        add(total, summary)

    html = report_html(total, names, title="报告", facts={})

    assert html.count("<article") == 200
    assert "另有 50 通见结果文件" in html


def test_summaries_add_up_whatever_the_order(summary):
    left, right = Summary(), Summary()
    for one in (summary, summary, Summary()):
        add(left, one)
    for one in (Summary(), summary, summary):
        add(right, one)

    assert left == right
    assert left.calls == 2
    assert left.teams == {"@team": 2, "@team!": 2}


def test_the_worst_come_first_and_ties_go_by_id(case):
    import msgspec

    cases = [msgspec.structs.replace(case, call_id=name, score=score)
             for name, score in (("b", 5), ("a", 5), ("c", 1))]  # fmt: skip

    assert [one.call_id for one in worst(cases, 2)] == ["c", "a"]


def test_marks_split_counts():
    assert split({"a": 1, "b": 3, "b?": 1, "c?": 2}, "?") == [
        ("b", 3, 1),
        ("c", 0, 2),
        ("a", 1, 0),
    ]


def test_calls_fold_and_an_index_by_severity_leads_to_them(html):
    assert "<dt>最高为较重（1 通）</dt>" in html
    assert '<a href="#call-1">c-001</a>' in html
    assert "<details open>" in html
    # The target lies inside: a browser opens what is folded around it.
    assert html.index("<details") < html.index('<div id="call-1">')


def test_many_calls_begin_folded(summary, names, case):
    import msgspec

    cases = [msgspec.structs.replace(case, call_id=f"c-{at}") for at in range(11)]
    summary.cases = cases

    html = report_html(summary, names, title="报告", facts={})

    assert "<details open>" not in html
    assert html.count("<details>") == 11


def test_a_source_is_told_once_and_cited_by_number(summary, names, case):
    import msgspec

    summary.cases = [msgspec.structs.replace(case, call_id=name) for name in ("a", "b")]

    html = report_html(summary, names, title="报告", facts={})

    assert html.count("不得暴力催收") == 1
    assert html.count('href="#source-1"') == 2
    assert 'id="source-1"' in html


def test_times_are_chinese_and_say_so(html):
    assert "2026-03-02 09:15（北京时间）" in html
    assert "时间均为北京时间。" in html


def test_labels_of_bars_are_whole(html):
    assert '<span class="label">T5.3 扬言联系亲友、单位、爆通讯录</span>' in html
