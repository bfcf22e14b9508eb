"""Measures of service in reports: told, marked, and never among findings."""

from __future__ import annotations

from compliance_checker.call.tempo import Tempo
from compliance_checker.report.case import case_of
from compliance_checker.report.html import report_html
from compliance_checker.report.service import service_words
from compliance_checker.report.summary import Summary
from compliance_checker.report.text import case_text
from compliance_checker.rulebook.policy import Service

CALM = Tempo(0.6, 240.0, 1, 0.4, 3.0, 20.0)
HASTY = Tempo(0.9, 340.0, 4, 0.4, 3.0, 61.0)


def test_what_lies_over_a_limit_is_marked_with_it():
    calm, hasty = (service_words(one, Service()) for one in (CALM, HASTY))

    assert not any("超过" in one for one in calm)
    assert [one for one in hasty if "超过" in one] == [
        "坐席说话占 90%（超过 80%）",
        "语速每分钟 340 字（超过 300 字）",
        "打断 4 次（超过 2 次）",
        "最长连续独白 61.0 秒（超过 60 秒）",
    ]


def test_the_limits_are_those_of_the_house():
    assert any(
        "超过 1 秒" in one for one in service_words(CALM, Service(silence_seconds=1))
    )


def test_without_times_nothing_is_told():
    assert service_words(None, Service()) == ()


def test_they_stand_beside_the_findings_and_change_nothing(call, verdict, names):
    case = case_of(call, verdict, names)

    page = report_html(Summary(cases=[case], calls=1), names, title="x", facts={})

    for text in (case_text(case), page):
        assert "服务指标（只供参考，不是违规）：打断 0 次" in text
        assert "最长沉默 61.0 秒（超过 15 秒）" in text
    assert len(case.findings) == 2
    assert (case.outcome, case.score) == (verdict.outcome, verdict.score)
