"""Hints raise nothing by themselves; with the classifier's thought beside them they do."""

from __future__ import annotations

import pytest

from actions.alarms.watch import hinted_alarms, raise_alarms
from actions.understanding import NluResult, final_intent

FAMILIES = [
    pytest.param("crisis", "药我攒够一瓶了", id="hoarded-medicine"),
    pytest.param(
        "crisis", "要是哪天我走了，这账就清了吧", id="own-death-as-a-question"
    ),
    pytest.param("death", "机主已故，家属代回", id="told-by-the-family"),
    pytest.param("third_party", "佢唔喺度，我系佢细妹", id="cantonese"),
    pytest.param("wrong_person", "你是不是按错号了", id="a-wrong-key-of-theirs"),
    pytest.param("dispute_not_mine", "室友骗我去办的贷款", id="cheated-into-it"),
    pytest.param("dispute_amount", "一会儿说三千一会儿说五千", id="two-figures"),
    pytest.param("opt_out", "再发我就换号了", id="changes-the-number"),
    pytest.param("complaint", "给我快八十的奶奶打电话要债", id="an-old-relative"),
    pytest.param("human", "来个能做主的人", id="somebody-who-decides"),
]
NEAR_MISSES = [
    pytest.param("crisis", "攒够了钱给我妈买药", id="money-for-medicine"),
    pytest.param("crisis", "先走一步，你忙", id="takes-leave"),
    pytest.param("crisis", "笑不活了", id="laughs"),
    pytest.param("crisis", "想死你们的客服了", id="misses-somebody"),
    pytest.param("crisis", "累死了", id="tired"),
    pytest.param("crisis", "去死吧你们", id="a-curse"),
    pytest.param("death", "要是我走了这笔账怎么办", id="speaks-of-themselves"),
    pytest.param("third_party", "我跟我姐借了钱，明天还", id="borrows-from-a-sister"),
    pytest.param("third_party", "奶奶去世了，要回老家奔丧", id="a-mourner"),
    pytest.param("third_party", "租客交了房租我就还", id="has-a-tenant"),
    pytest.param("wrong_person", "输错一位了，是3562", id="own-wrong-key"),
    pytest.param("wrong_person", "别打错了，是两千", id="asks-for-care"),
    pytest.param("wrong_person", "等了半天也没个人", id="nobody-answers"),
    pytest.param("wrong_person", "合同上的名字不是我签的", id="a-signature"),
    pytest.param("dispute_not_mine", "身份证丢过，补办了", id="a-new-card"),
    pytest.param("dispute_not_mine", "你不会是冒名的吧", id="doubts-the-bot"),
    pytest.param("dispute_amount", "不是说你们算错，就问总数", id="denies-it"),
    pytest.param("dispute_amount", "我记错日子了", id="own-memory"),
    pytest.param("dispute_amount", "怎么变更手机号", id="a-change-of-number"),
    pytest.param("opt_out", "正在面试，勿扰", id="busy"),
    pytest.param("opt_out", "拉黑没", id="asks-of-a-list"),
    pytest.param("complaint", "我给我妈打电话借钱", id="calls-the-mother"),
    pytest.param("complaint", "我一开始态度不好，别介意", id="own-manners"),
    pytest.param("violence", "对半砍，剩下的明天给", id="halves-the-debt"),
    pytest.param("violence", "换绑我的银行卡", id="binds-a-card"),
    pytest.param("minor", "你们吓我七十岁的妈", id="seventy"),
    pytest.param("danger", "刚打我电话的是你们吗", id="a-call-just-now"),
    pytest.param("human", "真人假人", id="asks-what-it-is"),
    pytest.param("incapacity", "我妈老年痴呆要人照顾", id="a-burden-to-bear"),
]


@pytest.mark.parametrize(("name", "text"), FAMILIES)
def test_a_family_of_wording_raises_its_alarm(name: str, text: str) -> None:
    assert name in raise_alarms(text)


@pytest.mark.parametrize(("name", "text"), NEAR_MISSES)
def test_a_near_miss_raises_nothing(name: str, text: str) -> None:
    assert name not in raise_alarms(text)


def read(text: str, *ranking: tuple[str, float]) -> str:
    return final_intent(text, NluResult(*ranking[0], ranking))


def test_a_hint_alone_changes_nothing() -> None:
    text = "过了今晚再说"

    assert "crisis" in hinted_alarms(text) - raise_alarms(text)
    assert read(text, ("busy_later", 0.7), ("thanks_bye", 0.2)) == "busy_later"


def test_a_hint_backs_a_faint_thought_of_harm() -> None:
    faint = ("self_harm_crisis", 0.2)

    assert read("过了今晚就好", ("affirm", 0.5), faint) == "self_harm_crisis"


def test_a_faint_thought_without_a_hint_changes_nothing() -> None:
    faint = ("self_harm_crisis", 0.2)

    assert read("嗯嗯收到", ("affirm", 0.5), faint) == "affirm"


def test_a_look_alike_is_no_wish_for_silence_however_sure_the_classifier() -> None:
    ranking = (("opt_out", 0.9), ("busy_later", 0.08))

    assert read("正在开会，勿扰", *ranking) == "busy_later"


def test_what_words_say_goes_before_what_they_hint_at() -> None:
    ranking = (("wrong_person", 0.6), ("dispute_not_mine", 0.3))

    assert read("欠钱的人不是我，我只是挂名", *ranking) == "dispute_not_mine"
