"""How a collector says who calls, and how a bank is named without saying it."""

from __future__ import annotations

import pytest

NAMED = [
    "我是安诚信用的客服，工号0456，受托联系您。",
    "您好，这里是恒远资产，受海晟银行委托跟您联系。",
    "我是启明小贷的贷后专员，姓李。",
    "您好，请问是张先生吗？我这边是青禾农商行的。",
    "我们是柳溪县农信社信贷部的工作人员。",
    "这里是长汇信托客户服务部。",
    "您好，我是通达融资租赁的，您看现在方便吗？",
    "我这边是鼎丰商业保理公司的王经理。",
    "您好，我们是云启科技，受海晟消费金融委托给您致电。",
    "我是博信咨询的小刘，受托处理您在海晟银行的业务。",
    "我是明正律师事务所的，受海晟银行的委托联系您。",
    "海晟银行信用卡中心，请问您是王女士吗？",
    "您好，海晟银行客服中心，工号1023。",
    "这里是海晟银行信用卡客服，本次通话有录音。",
    "您好王先生，这边是速易贷平台的客服，工号088。",
    "我姓陈，是安诚信用的员工。",
    "你好，我这儿是捷信达消金的。",
    "喂，您好，恒远资产管理公司的，找一下李强。",
    "咱们这边是宁川农村商业银行贷后管理部。",
    "我是海晟银行委托的合作机构中联信用，编号3301。",
    "【海晟银行】尊敬的客户，请您尽快与我们联系。",
    "打扰了，我这边代表海晟金融租赁跟您联系。",
    "我是受海晟小额贷款公司委托的瑞丰商务的外访员。",
    "这里是青禾村镇银行，我姓周。",
    "您好，我是咱们信用社的信贷员老马。",
    "我们公司是恒远资产，受银行的委托给您打这个电话。",
    "您好，这里是易付花的官方客服，我工号2210。",
    "本机构为安诚信用管理有限公司，受托与您联系。",
    "你好，国泰汽车金融贷后部给您来电。",
    "我是海晟担保的，之前给您发过短信。",
    "您是王先生吗，我是海晟银行的。",
    "我这里是邮储银行柳溪支行的客户经理。",
    "我是海晟银行的，您那张银行卡的账单出来了。",
    "您好，我是海晟银行的智能客服小晟，不是真人。",
    "我恒信银行的，你那个卡逾期了。",
]

NOT_NAMED = [
    "您在海晟银行的账单您看了吗？",
    "您的青禾银行卡还在用吗？",
    "您那张青禾银行的信用卡怎么回事？",
    "你去银行还，还是手机上还？",
    "我是看您信用一直不错才跟您商量。",
    "我是来咨询一下您什么时候方便。",
    "我们是按您的资产情况评估的。",
    "您是在科技公司上班吗？",
    "你自己的公司现在怎么样？",
    "您名下还有别的银行的贷款吗？",
    "我是您这笔账的负责人。",
    "我是小王，工号0456，您方便说话吗？",
    "您欠银行的钱什么时候还？",
    "你先去别的小贷公司问问。",
    "您的工资卡是青禾农商行的吗？",
    "你是不是在信托公司干过？",
    "我姓刘，给您打电话是想问问还款的事。",
    "您跟租赁公司的合同到期了吗？",
    "青禾银行的流水您能打一份吗？",
    "青禾银行给您发的短信看了吗？",
    "律师事务所那边给您寄过函吗？",
    "您公司的客服中心电话是多少？",
    "您绑的那家银行客服怎么说的？",
    "我是想跟您说一下银行卡还款的事。",
    "我们是看到您银行那边的扣款没成功。",
    "他在青禾银行的客户经理您认识吗？",
    "我们是正规公司，不会骗您。",
    "我是小王，您在海晟银行的卡逾期了。",
    "您好，您在海晟银行的那笔贷款想跟您确认一下。",
    "你好，你那张恒信银行的卡怎么说？",
]

AGENCY = [
    "我是安诚信用的客服，工号0456，受托联系您。",
    "您好，这里是恒远资产，受海晟银行委托跟您联系。",
    "我们接受海晟消费金融的委托，处理您这笔账。",
    "海晟银行已经委托我们公司跟您联系。",
    "海晟银行委托我司处理您的账户。",
    "我是海晟银行委托的合作机构中联信用。",
    "我们是海晟银行的第三方合作机构。",
    "我这边是银行的外包公司。",
    "我们是他们的外包催收公司。",
    "这笔是海晟小贷委托给我们的。",
]

NO_AGENCY = [
    "您可以委托家人去银行办。",
    "您委托别人来处理也可以。",
    "您有没有委托律师处理这个事？",
    "您合作的单位什么时候给您结账？",
    "您是跟外包公司签的合同吗？",
    "第三方平台的钱您先别还。",
    "我是海晟银行的，您看今天方便吗？",
    "您在外包公司上班吧？",
    "您公司的合作单位还欠您钱？",
    "你要是委托了中介，先别付钱。",
]


def said(checker, call, text):
    return checker.open(call(f"collector: {text}")).state.last


@pytest.mark.parametrize("text", NAMED)
def test_an_opening_that_names_the_institution_is_heard(checker, call, text):
    assert "institution_named" in said(checker, call, text)


@pytest.mark.parametrize("text", NOT_NAMED)
def test_a_bank_in_the_talk_is_no_name_of_the_caller(checker, call, text):
    assert "institution_named" not in said(checker, call, text)


@pytest.mark.parametrize("text", AGENCY)
def test_an_agency_that_says_for_whom_it_calls_is_heard(checker, call, text):
    assert "agency_named" in said(checker, call, text)


@pytest.mark.parametrize("text", NO_AGENCY)
def test_talk_of_agencies_is_no_word_on_the_caller(checker, call, text):
    assert "agency_named" not in said(checker, call, text)


def test_a_named_agency_has_met_the_duty_at_the_start(checker, call):
    verdict = checker.check(
        call(
            "collector: 您好，请问是王女士吗？",
            "debtor: 是我。",
            "collector: 我是安诚信用的客服，工号0456，受托联系您。",
            "debtor: 什么事？",
            "collector: 您方便说话吗？",
        )
    )

    assert "C06" not in {one.check for one in verdict.call_findings}
