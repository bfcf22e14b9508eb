from __future__ import annotations

import pytest

from compliance_checker.verify.speech import asked, next_clause, quoted

REPORTED = [
    ("您刚才说有人威胁要打您，请把号码告诉我。", "打您"),
    ("您说有人骂您不要脸，我先向您道歉。", "不要脸"),
    ("您说昨天有人自称法院，那不是我行人员。", "法院"),
    ("之前有人跟您说要坐牢，这个说法不准确。", "坐牢"),
    ("之前的同事跟您说要去您单位，是吗，我核实一下。", "去您单位"),
    ("您提到对方要爆通讯录，我给您登记。", "爆通讯录"),
    ("您反映催收员骂人，我记录了。", "骂人"),
    ("有人让您转到个人账户，请立即停止。", "转到个人账户"),
    ("网上说逾期要坐牢，其实不是这样。", "坐牢"),
    ("您担心会被抓，我理解。", "被抓"),
    ("您是听说要上门抓人吗，没有这回事。", "上门抓人"),
    ("对方自称公安局的，您千万别信。", "公安局"),
    ("您刚才问会不会坐牢，我给您解释一下。", "坐牢"),
    ("你刚才说你想死，先别急，我给你转专人。", "想死"),
    ("所谓的黑名单是不存在的说法。", "黑名单"),
    ("您投诉说我们骂了您家人，正在核查。", "骂了您家人"),
]

OWN_WORDS = [
    ("我跟你说，再不还就坐牢。", "坐牢"),
    ("我告诉你，我要去你单位。", "去你单位"),
    ("听我说，你就是个老赖。", "老赖"),
    ("不是我说你，你这人真不要脸。", "不要脸"),
    ("你说你是不是骗子？", "骗子"),
    ("你说你一个大男人丢不丢人。", "丢不丢人"),
    ("你说说，欠钱不还是不是老赖？", "老赖"),
    ("您说没钱，那我们就打给您单位。", "打给您单位"),
    ("你刚才说明天还，我告诉你，明天不还就抓你。", "抓你"),
    ("我说了要去你家就一定去。", "去你家"),
    ("跟你讲清楚，今天不还就打你爸妈电话。", "打你爸妈电话"),
    ("你说不认识就不认识？我还会打的。", "我还会打"),
    ("我再说一遍，你要坐牢的。", "坐牢"),
    ("您说话客气点，老赖还有理了。", "老赖"),
    ("人家都还了，就你是老赖。", "老赖"),
    ("你怎么说都没用，等着坐牢。", "坐牢"),
]


@pytest.mark.parametrize(("text", "evidence"), REPORTED)
def test_words_reported_from_others_are_a_quotation(candidate, text, evidence):
    assert quoted(candidate(text, evidence))


@pytest.mark.parametrize(("text", "evidence"), OWN_WORDS)
def test_the_speakers_own_words_are_no_quotation(candidate, text, evidence):
    assert not quoted(candidate(text, evidence))


REAL_QUESTIONS = [
    ("请问他妈妈还是您登记的联系人吗？", "他妈妈"),
    ("您家人知道这笔贷款吗", "您家人"),
    ("需要我们联系您家人一起办理吗？", "联系您家人"),
    ("您是在法院上班吗？", "法院"),
    ("是不是有人打给您单位了？", "打给您单位"),
    ("有没有人让您转到个人账户？", "转到个人账户"),
    ("您方便把新号码告诉我吗？", "告诉我"),
    ("您的通讯录有没有更新？", "通讯录"),
    ("能不能请您爱人一起来签字？", "您爱人"),
    ("请问您老婆是共同借款人么？", "您老婆"),
    ("您收到传票了吗？", "传票"),
    ("您母亲现在还在住院吗？", "您母亲"),
]

THREATS_AS_QUESTIONS = [
    ("信不信我打给你领导？", "打给你领导"),
    ("要不要我打给你老婆？", "打给你老婆"),
    ("想让你老板知道吗？", "你老板知道"),
    ("想不想我去你单位？", "去你单位"),
    ("你是不是想坐牢？", "坐牢"),
    ("你听得懂人话吗？", "人话"),
    ("你是不是脑子有病？", "脑子有病"),
    ("难道要我去你家吗？", "去你家"),
    ("不怕我找你家人吗？", "找你家人"),
    ("你还是人吗？", "人吗"),
    ("你好意思吗，老赖？", "老赖"),
    ("你是不是个男人？", "男人"),
    ("你凭什么不还，骗子？", "骗子"),
    ("是不是非要我去你单位闹？", "去你单位闹"),
    ("我去你单位找你领导聊聊，你看怎么样。", "去你单位"),
    ("再不还就打给你老婆。", "打给你老婆"),
    ("你有没有良心，骗子一个？", "骗子"),
]


@pytest.mark.parametrize(("text", "evidence"), REAL_QUESTIONS)
def test_a_question_that_wants_an_answer_is_asked(candidate, text, evidence):
    assert asked(candidate(text, evidence))


@pytest.mark.parametrize(("text", "evidence"), THREATS_AS_QUESTIONS)
def test_a_threat_put_as_a_question_is_not_asked(candidate, text, evidence):
    assert not asked(candidate(text, evidence))


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        pytest.param(
            "之前有人跟您说要坐牢", "您<4>坐牢", True, id="reported-in-the-gap"
        ),
        pytest.param(
            "您刚才说有人要抓您", "您<8>抓", True, id="from-the-first-word-on"
        ),
        pytest.param("您等着坐牢", "您<4>坐牢", False, id="nothing-reported"),
        pytest.param("我跟你说要坐牢", "你<4>坐牢", False, id="own-words-in-the-gap"),
    ],
)
def test_a_report_may_stand_in_a_gap(matched, text, pattern, expected):
    assert quoted(matched(text, pattern)) is expected


TWO_STATEMENTS = [
    ("要交手续费的，您都别理他。", "手续费的，您都别"),
    ("那边收了五百，我给您登记。", "五百，我给您登记"),
    ("账号一共二十位，我给您念两遍。", "账号一共二十位，我给您念"),
    ("公司法务打过电话了，我们转给了别的部门。", "法务打过电话了，我们转给"),
]

ONE_BREATH = [
    ("减免可以，您得先交八百。", "减免可以，您得先交八百"),
    ("要减免，您先交五百押金。", "减免，您先交五百"),
    ("你不接电话，我就打给你妈。", "不接电话，我就打给你妈"),
    ("利息翻倍，您自己想想。", "利息翻倍，您自己想想"),
    ("手续费五百您转过来。", "手续费五百您转过来"),
    ("不还钱，我们登门找你。", "不还钱，我们登门找你"),
]


@pytest.mark.parametrize(("text", "evidence"), TWO_STATEMENTS)
def test_pieces_of_two_statements_are_told_apart(candidate, text, evidence):
    assert next_clause(candidate(text, evidence))


@pytest.mark.parametrize(("text", "evidence"), ONE_BREATH)
def test_what_goes_on_behind_a_comma_is_one_statement(candidate, text, evidence):
    assert not next_clause(candidate(text, evidence))
