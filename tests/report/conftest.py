"""Verdicts made by hand: the reports must not depend on any rule."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from compliance_checker.model import (
    Basis,
    Call,
    CallFinding,
    Collector,
    Finding,
    NotChecked,
    RulebookId,
    Utterance,
    Verdict,
)
from compliance_checker.report.case import Glossary, case_of

EVIL = "<script>alert(1)</script>\x1b[31m不还就告诉你家里人\u202e&\"'"


@pytest.fixture
def names():
    return Glossary(
        rules={"T5.3-x": "扬言告诉家人"},
        checks={"C06": "表明机构身份"},
        sources={"CARD2011": "《商业银行信用卡业务监督管理办法》"},
    )


@pytest.fixture
def call():
    turns = (
        Utterance(0, "debtor", "今天不还。", 0.0, 1.0),
        Utterance(1, "collector", EVIL, 62.0, 65.0),
    )
    started = datetime(2026, 3, 2, 1, 15, tzinfo=timezone(timedelta(0)))
    collector = Collector("=1+1", "王宁", "agency", "@team")
    return Call("c-001", turns, started_at=started, collector=collector)


@pytest.fixture
def finding():
    start = EVIL.index("告诉")
    return Finding(
        rule="T5.3-x",
        category="T5.3",
        severity="major",
        status="violation",
        turn=1,
        start=start,
        end=start + 6,
        text="告诉你家里人",
        how="by sound: 爆→抱",
        basis=(Basis("CARD2011", "68", "binding_rule", "不得暴力催收", "S"),),
        reasons=("speaker is the collector", "not negated"),
        suggestion="我们只跟您本人谈。",
    )


@pytest.fixture
def verdict(finding):
    return Verdict(
        call_id="c-001",
        rulebook=RulebookId("2026.11", "ab" * 32),
        outcome="violation",
        score=72,
        findings=(finding,),
        call_findings=(
            CallFinding("C06", "minor", "needs_review", None, "前3句内未说明机构名称"),
        ),
        not_checked=(
            NotChecked("C02", "no dial log"),
            NotChecked("C03", "no dial log"),
        ),
    )


@pytest.fixture
def case(call, verdict, names):
    return case_of(call, verdict, names)
