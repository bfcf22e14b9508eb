from __future__ import annotations

import pytest

from compliance_checker.verify.lawful import (
    anti_fraud,
    apology,
    conditional_offer,
    lawful_notice,
    procedure,
    self_blame,
)

WARNINGS = [
    ("近期有骗子冒充我行，请勿向个人账户转账。", "骗子"),
    ("请勿向个人账户转账。", "向个人账户转账"),
    ("请不要把验证码、密码告诉任何人，包括我们。", "验证码"),
    ("如怀疑有人冒充公检法，请拨打110。", "公检法"),
    ("遇到以减免为名收费的，请勿相信。", "减免为名收费"),
    ("凡是让您转到私人账户的都是骗子。", "转到私人账户"),
    ("谨防有人自称法院工作人员。", "法院工作人员"),
    ("不要轻信网上代办征信修复。", "征信修复"),
    ("任何人要求您提供验证码都是诈骗。", "验证码"),
    ("当心不法分子让您刷卡套现。", "刷卡套现"),
    ("我们绝不会向您索要密码。", "密码"),
    ("别信那些说能删征信的。", "删征信"),
]

NO_WARNINGS = [
    ("你就是个骗子，专骗银行的钱。", "骗子"),
    ("小心点，我知道你家在哪。", "知道你家"),
    ("你涉嫌诈骗，等着抓吧。", "诈骗"),
    ("把验证码念给我。", "验证码"),
    ("直接转我这张卡。", "转我这张卡"),
    ("我是法院的，你的案子在我手上。", "法院"),
    ("你出门给我小心着点，我找人收拾你。", "收拾你"),
    ("密码告诉我，我帮你转。", "密码"),
    ("你们这些骗子都该抓。", "该抓"),
    ("先交五百手续费，我帮你申请减免。", "手续费"),
    ("你这是骗贷，是诈骗。", "诈骗"),
]


@pytest.mark.parametrize(("text", "evidence"), WARNINGS)
def test_a_warning_of_fraud_is_seen(candidate, text, evidence):
    assert anti_fraud(candidate(text, evidence))


@pytest.mark.parametrize(("text", "evidence"), NO_WARNINGS)
def test_an_accusation_or_a_demand_is_no_warning(candidate, text, evidence):
    assert not anti_fraud(candidate(text, evidence))


NOTICES = [
    ("协商不成的话，我行会依法向人民法院提起诉讼。", "提起诉讼"),
    ("法院判决后仍不履行的，我行可依法申请强制执行。", "强制执行"),
    ("持续逾期的，我行会依法依规向征信系统报送。", "报送"),
    ("以非法占有为目的恶意透支的，可能承担刑事责任，以法律规定为准。", "刑事责任"),
    ("我行可能通过诉讼方式解决。", "诉讼"),
    ("失信名单由人民法院依法公布，我行无权公布。", "失信名单"),
    ("违约金按合同约定收取。", "违约金"),
    ("您收到传票后有权答辩。", "传票"),
    ("是否涉及刑事责任由司法机关认定。", "刑事责任"),
    ("如仍未还款，我行将保留通过法律途径追索的权利。", "法律途径"),
]

THREATS = [
    ("下午三点前不还，法院就冻结你全部银行卡。", "冻结"),
    ("再不还就是信用卡诈骗，等着坐牢吧。", "坐牢"),
    ("依法抓你，明天警察就上门。", "抓你"),
    ("可能今天就去你家抓人。", "抓人"),
    ("半小时不处理，系统自动起诉，谁也拦不住。", "起诉"),
    ("强制执行已经批了，明天查封你房子。", "查封"),
    ("依法把你拉进黑名单，一辈子翻不了身。", "黑名单"),
    ("我们报案了，等着通缉吧。", "报案"),
    ("你征信永远花了。", "征信"),
    ("马上起诉你。", "起诉"),
    ("按规定让你坐牢。", "坐牢"),
]


@pytest.mark.parametrize(("text", "evidence"), NOTICES)
def test_a_hedged_legal_notice_is_lawful(candidate, text, evidence):
    assert lawful_notice(candidate(text, evidence))


@pytest.mark.parametrize(("text", "evidence"), THREATS)
def test_a_legal_word_used_as_a_threat_is_not(candidate, text, evidence):
    assert not lawful_notice(candidate(text, evidence))


@pytest.mark.parametrize(
    ("text", "evidence", "expected"),
    [
        ("如需上门，会先征得您同意，由两名工作人员出示证件。", "上门", True),
        ("请通过官方App上传困难证明。", "困难证明", True),
        ("身份核对由您本人操作就行。", "身份核对", True),
        ("减免需要审批，结果以书面通知为准。", "减免", True),
        ("请核对户名，转到对公账户。", "转到", True),
        ("上门的话我们会出示证件。", "上门", True),
        ("明天我们带人上门。", "上门", False),
        ("直接把钱转我微信。", "转我微信", False),
        ("你把身份证拍给我。", "身份证", False),
        ("我上门的时候你最好在家。", "上门", False),
        ("不用走系统，找我就能减免。", "减免", False),
        ("你不同意也没用，照样上门。", "上门", False),
        ("官司打到哪都是你输，等着上门吧。", "上门", False),
    ],
)
def test_the_compliant_procedure_is_told_from_a_threat(
    candidate, text, evidence, expected
):
    assert procedure(candidate(text, evidence)) is expected


@pytest.mark.parametrize(
    ("text", "evidence", "expected"),
    [
        ("我没有骂您的意思，刚才语气重了，对不起。", "骂您", True),
        ("刚才那句不要脸是我的错，向您道歉。", "不要脸", True),
        ("抱歉，刚才说您是老赖，是我不对。", "老赖", True),
        ("对不起，之前同事说要去您单位，确实不应该。", "去您单位", True),
        ("不好意思，刚才态度不好，骂了您。", "骂了您", True),
        ("不好意思，我要打给你老婆了。", "打给你老婆", False),
        ("抱歉，那我只能去你单位了。", "去你单位", False),
        ("对不起，你就是老赖。", "老赖", False),
        ("不好意思哦，今天不还就坐牢。", "坐牢", False),
        ("你跟我道歉也没用，老赖。", "老赖", False),
        ("对不起有什么用，还不是骗子。", "骗子", False),
        ("刚才是我语气不好，但是你就是老赖。", "老赖", False),
        ("你这个老赖。", "老赖", False),
    ],
)
def test_regret_is_told_from_irony(candidate, text, evidence, expected):
    assert apology(candidate(text, evidence)) is expected


@pytest.mark.parametrize(
    ("text", "evidence", "expected"),
    [
        ("您别说自己没用，谁都有周转不开的时候。", "没用", True),
        ("您别这么想，别老说自己是废物。", "废物", True),
        ("不要觉得自己丢人，困难是暂时的。", "丢人", True),
        ("千万别这样说自己，您不是老赖。", "老赖", True),
        ("没必要怪自己没本事。", "没本事", True),
        ("你就是没用。", "没用", False),
        ("你自己说你是不是废物。", "废物", False),
        ("别跟我说自己没钱，废物。", "废物", False),
        ("别以为自己了不起，老赖。", "老赖", False),
        ("你别说了，丢人。", "丢人", False),
        ("自己没本事就别借钱。", "没本事", False),
        ("别想着躲，丢人现眼。", "丢人现眼", False),
    ],
)
def test_comfort_is_told_from_insult(candidate, text, evidence, expected):
    assert self_blame(candidate(text, evidence)) is expected


@pytest.mark.parametrize(
    ("text", "evidence", "expected"),
    [
        ("您自愿的话，我转专人确认代还的事。", "代还", True),
        ("您同意的话，我们把账单寄到您家里。", "寄到您家里", True),
        ("如果您愿意，可以请家人一起来办。", "家人", True),
        ("您方便的话，我们联系一下您爱人。", "联系一下您爱人", True),
        ("您看可以请您母亲代办吗，由您决定。", "您母亲", True),
        ("要是您需要，我们再上门为您办理。", "上门", True),
        ("你愿意丢人的话，我去你单位。", "去你单位", False),
        ("你想坐牢的话就别还。", "坐牢", False),
        ("你不同意也得同意，我们联系你爱人。", "联系你爱人", False),
        ("你不方便说，我就打给你老婆。", "打给你老婆", False),
        ("如果你不还，我们就上门。", "上门", False),
        ("你要是还想躲，我去你家。", "去你家", False),
        ("你老婆愿不愿意都得还。", "都得还", False),
    ],
)
def test_an_offer_is_told_from_a_threat(candidate, text, evidence, expected):
    assert conditional_offer(candidate(text, evidence)) is expected
