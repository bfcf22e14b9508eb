"""Says every reviewed sentence once before the door opens, to nobody.

A sentence the gate would hold back is told to the operator at the start, not found out
by a debtor; and the checker's patterns are warm for the first message.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from actions.policy.contact import ContactHistory
from actions.templates import Template, placeholders, templates
from bot.channels import words
from bot.channels.gate import Checker, Listener, judge_words

#: What stands for the values a sentence is filled with.
SAMPLE: Mapping[str, str] = MappingProxyType(
    {
        "as_of": "6月18日",
        "choices": "6月25日还是6月26日",
        "days": "9",
        "days_to_answer": "5",
        "day": "6月25日（周三）",
        "due": "6月9日",
        "hotline": "卡背面的客服电话",
        "kind": "分期",
        "latest": "8月17日",
        "left": "2",
        "lender": "恒信银行",
        "limit": "60",
        "link": "https://example.invalid/c/0000000000000000000000",
        "periods": "6",
        "product": "信用卡",
        "sender": "恒信银行",
        "speaker": "恒信银行",
        "split": "（其中本金3,212元、利息48元）",
        "start": "7月18日",
        "tail": "7715",
        "until": "7月2日",
        "why": "需要的材料还没有补齐",
        "badge": "1024",
    }
)
#: For every other placeholder: a sum of money.
SUM = "800元"


def stopped_sentences(checker: Checker) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Templates the gate would hold back, each with the reasons."""
    for template in templates().values():
        reasons = {
            r for text, who in _said(template) for r in judge_words(text, who, checker)
        }
        if reasons:
            yield template.id, tuple(sorted(reasons))
    for fixed in (words.EMPTY, words.FALLBACK):
        reasons = set(
            judge_words(fixed.text, _listener("web", verified=False), checker)
        )
        if reasons:
            yield fixed.template, tuple(sorted(reasons))


def _said(template: Template) -> Iterator[tuple[str, Listener]]:
    """Each variant, filled, to the person it may be said to at the least."""
    before = ("web", template.before)
    for channel, variants in (("web", template.text), ("sms", template.sms), before):
        for text in variants:
            values = {name: SAMPLE.get(name, SUM) for name in placeholders(text)}
            yield text.format_map(values), _listener(channel, verified=template.facts)


def _listener(channel: str, *, verified: bool) -> Listener:
    return Listener(channel, verified, False, "rehearsal", None, ContactHistory(""))
