"""A checker over a few rules of its own, so that no rule author can break these tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import Rulebook, load_rulebook

HEAD = """\
id: {id}
category: {category}
title: {id}
since: "2026.11"
severity: {severity}
why: 测试
basis:
  - {{id: PIPL, article: "6"}}
  - {{id: PSAPL, article: "50(1)(五)"}}
suggestion: 请换一种说法
false_alarms: 无
examples: {{match: [一], no_match: [二]}}
"""

RULES = {
    "T5.3-family": (
        "major",
        "detect: {any: [{pattern: '(打给|找)<4>(老婆|家人)'},"
        " {phrase: [爆通讯录], views: [compact, sound, shape]}]}\n"
        "unless: [negated, quoted]\n",
    ),
    "T5.3-family-twice": ("minor", "detect: {any: [{phrase: [打给你老婆]}]}\n"),
    "T2.1-swearing": (
        "major",
        "detect: {any: [{phrase: [他妈]}]}\nunless: [word_boundary]\n",
    ),
    "T3.3-posing": (
        "major",
        "detect: {any: [{phrase: [我是银行的]}]}\nwhen: {employer: agency}\n",
    ),
    "T6.1-early": ("major", "detect: {any: [{state: disclosed_unverified}]}\n"),
    "T5.1-told": ("critical", "detect: {any: [{state: disclosed_to_third}]}\n"),
    "T10.1-ill": (
        "critical",
        "detect: {any: [{sequence: {first: {role: debtor, said: illness},"
        " then: {role: collector, pattern: '也得还'}, within_turns: 3}}]}\n",
    ),
    "T9.2-again": (
        "major",
        "detect: {any: [{sequence: {first: {role: debtor, pattern: 投诉},"
        " then: {role: collector, phrase: [随便你]}}}]}\n",
    ),
    "T1.1-all": (
        "critical",
        "detect: {all: [{phrase: [小心]}, {phrase: [出门]}], none: [{phrase: [下雪]}]}\n"
        "except: ['小心<2>台阶']\n",
    ),
    "T7.1-words": (
        "major",
        "detect: {any: [{tokens: [[{TEXT: 天天}, {TEXT: {IN: [打, 骚扰]}}]]}]}\n",
    ),
    "T9.5-review": ("minor", "detect: {any: [{phrase: [少废话]}]}\nreview: 听录音\n"),
    "T7.3-plan": (
        "major",
        "detect: {any: [{phrase: [今天还一下]}]}\nwhen: {plan: active}\nknown: [plan]\n",
    ),
    "T9.3-trial": (
        "minor",
        "detect: {any: [{phrase: [没得谈]}]}\nstatus: experimental\n",
    ),
    "T9.1-old": ("major", "detect: {any: [{phrase: [老规则]}]}\nstatus: deprecated\n"),
}


@pytest.fixture(scope="session")
def rulebook(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    home: Path = tmp_path_factory.mktemp("rulebook")
    rules = home / "rules" / "all"
    rules.mkdir(parents=True)
    for name, (severity, body) in RULES.items():
        category = name.split("-")[0]
        head = HEAD.format(id=name, category=category, severity=severity)
        (rules / f"{name}.yaml").write_text(head + body, encoding="utf-8")
    # The packaged cues name these lists.
    return load_rulebook(home / "rules")


@pytest.fixture(scope="session")
def checker(rulebook: Rulebook) -> Checker:
    return Checker(rulebook)
