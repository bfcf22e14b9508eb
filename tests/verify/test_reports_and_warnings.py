"""Reports, questions, warnings and regret that are easily taken for each other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance_checker.detect.candidate import Candidate
from compliance_checker.verify.lawful import anti_fraud, apology, lawful_notice
from compliance_checker.verify.negation import negated
from compliance_checker.verify.speech import asked, quoted

Make = Callable[[str, str], Candidate]

INSIDE = [
    ("您刚才说有人要抓您，请把号码告诉我。", "(你|您)<8>抓"),
    ("您说昨天有人去您家里堵门，我登记一下。", "(你|您)<12>堵门"),
    ("您刚才提到坐牢，没有那么严重。", "您<6>坐牢"),
    ("您听说要上征信黑名单，这个说法不准确。", "您<6>黑名单"),
    ("您反映催收员骂您老赖，我们会核实。", "您<8>老赖"),
    ("你刚才说他们要来砸门，是哪天的事。", "你<8>砸门"),
    ("您收到短信说要抓人是吧，那不是我们发的。", "您<8>抓人"),
    ("有人跟您说要坐牢是吗，我给您解释。", "您<6>坐牢"),
    ("网上说您这样要判刑，不是这样的。", "您<6>判刑"),
    ("对方自称法院要冻结您的卡，您先别转账。", "法院<4>冻结"),
]

OWN = [
    ("你说你要坐牢了怎么办。", "你<6>坐牢"),
    ("我跟你说，你等着坐牢。", "你<6>坐牢"),
    ("你听好了，下午就去抓你。", "你<10>抓"),
    ("您再说没钱，我就叫人堵门。", "叫人<4>堵门"),
    ("我是之前给你打电话的小吴，这是我自己的号。", "我自己的号"),
]


@pytest.mark.parametrize(("text", "pattern"), INSIDE)
def test_a_report_inside_the_hit_is_a_report(
    matched: Make, text: str, pattern: str
) -> None:
    assert quoted(matched(text, pattern))


@pytest.mark.parametrize(("text", "pattern"), OWN)
def test_who_speaks_for_himself_reports_nothing(
    matched: Make, text: str, pattern: str
) -> None:
    assert not quoted(matched(text, pattern))


WARNED = [
    ("骗子常说不转账就坐牢，您遇到了直接挂掉。", "坐牢"),
    ("骗子会冒充法院给您发传票。", "传票"),
    ("如果有人上门要钱，请您报警。", "上门要钱"),
    ("有人说能删征信，您可以直接报警。", "删征信"),
    ("被验证码轰炸的话，可以开通防骚扰。", "验证码轰炸"),
    ("遇到自称法院的人要求转账，先别转。", "转账"),
    ("任何人向您索要密码都别给。", "密码"),
    ("千万不要把钱转给个人。", "钱转给个人"),
    ("有人让您扫码，建议您保留证据。", "扫码"),
    ("凡是要求先交手续费的都是骗子。", "交手续费"),
]

UNWARNED = [
    ("短信里那串数字跟我讲一声，千万别跟别人说。", "那串数字"),
    ("验证码报给我，别告诉别人。", "验证码"),
    ("凡是投诉过的，以后优惠都别想。", "优惠都别想"),
    ("任何人都救不了你，准备坐牢。", "坐牢"),
    ("你遇到我算你倒霉，我打断你的腿。", "打断你的腿"),
    ("您报警也没用，照样爆你通讯录。", "爆你通讯录"),
    ("千万别让我去你家堵门。", "去你家堵门"),
    ("我们已经报警了，等着被抓吧。", "被抓"),
    ("密码发给我，别给其他人。", "密码"),
    ("你最好小心我，我知道你孩子在哪上学。", "孩子在哪上学"),
]


@pytest.mark.parametrize(("text", "evidence"), WARNED)
def test_advice_to_the_person_warns(candidate: Make, text: str, evidence: str) -> None:
    assert anti_fraud(candidate(text, evidence))


@pytest.mark.parametrize(("text", "evidence"), UNWARNED)
def test_words_of_warning_can_threaten_or_ask(
    candidate: Make, text: str, evidence: str
) -> None:
    assert not anti_fraud(candidate(text, evidence))


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("手持身份证照片我们不收，您只用上传收入证明。", "手持<12>上传", True),
        ("远程协助我们没有，您自己操作就行。", "远程<10>操作", True),
        ("这笔服务费我们没有收过，您再看一下。", "服务费<12>看", True),
        ("手持身份证照片发我，别的我们不收。", "手持<6>发我", False),
        ("服务费三百，打到我卡上。", "服务费<6>打到", False),
    ],
)
def test_a_topic_denied_within_the_hit_is_denied(
    matched: Make, text: str, pattern: str, expected: bool
) -> None:
    assert negated(matched(text, pattern)) is expected


def test_a_message_sent_by_mistake_is_regretted(candidate: Make) -> None:
    text = "半夜那条短信是系统误发的，已经整改，抱歉吵到您。"
    assert apology(candidate(text, "半夜那条短信"))


@pytest.mark.parametrize(
    ("text", "evidence", "expected"),
    [
        ("开庭时间法院会通知您，您可以请律师。", "开庭", True),
        ("金额裁定书上有，您可以提复议。", "裁定书", True),
        ("法院明天就通知你，等着坐牢吧。", "法院", False),
        ("我马上让法院冻结你的卡。", "冻结", False),
    ],
)
def test_what_a_court_does_by_itself_is_a_notice(
    candidate: Make, text: str, evidence: str, expected: bool
) -> None:
    assert lawful_notice(candidate(text, evidence)) is expected


@pytest.mark.parametrize(
    ("text", "evidence", "expected"),
    [
        ("你不是说月底还吗", "月底还", False),
        ("您不是签了分期吗，怎么没还", "签了分期", False),
        ("您是不是说过月底还？", "月底还", True),
        ("您月底还吗？", "月底还", True),
    ],
)
def test_a_denial_put_as_a_question_asks_nothing(
    candidate: Make, text: str, evidence: str, expected: bool
) -> None:
    assert asked(candidate(text, evidence)) is expected
