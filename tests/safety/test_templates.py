"""The reviewed sentences: guarded, short enough, and free of what must not be said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from actions import templates as module
from actions.templates import (
    FactsBeforeIdentityError,
    placeholders,
    template,
    templates,
)

ACTIONS = Path(module.__file__).parent
VALUES = {
    "lender": "云川银行信用卡中心",
    "speaker": "云川银行信用卡中心",
    "sender": "云川银行信用卡中心",
    "link": "hecui.example/c/Ab3dEf6hIj",
    "left": "2",
    "days_to_answer": "5",
    "until": "6月19日（周四）09:00",
    "choices": "查询我的账户、我想申请分期",
    "hotline": "卡背面的客服电话",
    "overdue": "103,260.50元",
    "minimum": "10,326.50元",
    "tail": "7715",
    "product": "信用卡",
    "as_of": "6月18日",
    "due": "6月9日",
    "days": "109",
    "split": "（其中本金3,000元、利息200元、费用60元）",
    "amount": "10,326.50元",
    "rest": "93,260.50元",
    "day": "12月25日（周三）",
    "latest": "12月25日（周三）",
    "start": "12月25日",
    "down": "",
    "periods": "60",
    "monthly": "1,543.33元",
    "last": "（最后一期1,543.35元）",
    "limit": "60",
    "floor": "100元",
    "kind": "分期",
    "least": "，最低还款10,326.50元",
    "later": "93,260.50元",
    "later_day": "12月26日（周四）",
    "number": "25",
    "why": "申请的期数或每期金额超出了可以办理的范围",
    "badge": "1024",
}
#: Words that need case data or a reviewed legal template; none of ours has them.
NEVER = (
    "起诉", "立案", "冻结", "拘留", "坐牢", "老赖", "黑名单", "传票", "强制执行",
    "最后机会", "最后通知", "否则", "后果自负", "家人会", "单位会", "已批准", "已通过",
    "保证通过", "一定通过", "免除利息", "删除征信", "加微信", "私人",
)  # fmt: skip
OURS = sorted(t for t in templates() if not t.startswith("outreach"))


def lines(template_id: str) -> list[str]:
    found = template(template_id)
    return [
        line.format_map(VALUES) for line in (*found.text, *found.sms, *found.before)
    ]


@pytest.mark.parametrize("template_id", OURS)
def test_a_sentence_holds_no_word_that_must_not_be_said(template_id: str) -> None:
    for line in lines(template_id):
        assert not [word for word in NEVER if word in line]


@pytest.mark.parametrize("template_id", OURS)
def test_an_sms_is_no_longer_than_seventy_characters(template_id: str) -> None:
    found = template(template_id)
    for line in (*found.sms, *found.before):
        assert len(line.format_map(VALUES)) <= 70, line.format_map(VALUES)


@pytest.mark.parametrize("template_id", [t for t in OURS if template(t).facts])
def test_facts_are_refused_before_identity(template_id: str) -> None:
    with pytest.raises(FactsBeforeIdentityError):
        template(template_id).render(VALUES, channel="web", settled=False, seed="s")


def test_the_same_seed_picks_the_same_variant() -> None:
    first, second = (
        template("identity_ask").render(
            VALUES, channel="web", settled=False, seed="s/1"
        )
        for _ in range(2)
    )

    assert first == second


def test_placeholders_are_found() -> None:
    assert placeholders("{day}还{amount}，{day}") == {"day", "amount"}


def test_every_sentence_is_used_somewhere() -> None:
    source = "".join(f.read_text("utf-8") for f in ACTIONS.glob("*.py"))
    built = ("again_", "retry_", "closed_", "plan_counter_")

    unused = [t for t in OURS if f'"{t}"' not in source and not t.startswith(built)]
    assert unused == []


def test_every_sentence_named_in_the_code_exists() -> None:
    source = "".join(f.read_text("utf-8") for f in ACTIONS.glob("*.py"))
    named = re.findall(r'(?:answer|say|give_up)\(\s*turn,\s*"([a-z_0-9]+)"', source)

    assert set(named) <= set(templates())
    assert len(named) > 60


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"facts": False, "text": ["欠{overdue}"]}, "facts"),
        ({"facts": "no", "text": ["好"]}, "true or false"),
        ({"facts": False, "text": []}, "at least one"),
        ({"facts": False, "text": ["好"], "more": 1}, "only the fields"),
    ],
)
def test_a_bad_entry_is_told(entry: object, problem: str) -> None:
    assert any(problem in told for told in module._problems(entry, False))
