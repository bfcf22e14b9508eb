"""What the other side says, many ways to say it, and what only sounds like it."""

from __future__ import annotations

import pytest

SAID = {
    "crisis": [
        "再逼我我就从楼上跳下去",
        "活着太累了",
        "我不想活着了",
        "没勇气活下去了",
        "我站上阳台了",
        "我手里拿着刀呢，你再说一句试试",
        "我要喝百草枯了",
        "我就想结束自己这条命",
        "死了就解脱了",
        "大不了我这条命给你们",
        "我死给你们看",
        "昨晚我都写好遗书了",
        "我现在就在河边站着",
        "真想一头撞死",
        "开煤气算了，一家人都走",
    ],
    "illness": [
        "我老婆刚做完手术",
        "我妈尿毒症每周透析三次",
        "我在医院陪床",
        "孩子发高烧在急诊",
        "医生说我是肝癌晚期",
        "我得了抑郁症，一直吃药",
        "我爸脑溢血，人还没醒",
        "我刚出院，伤口还没长好",
        "被车撞了，腿上打着钢板",
        "我儿子白血病要移植",
        "我在ICU门口呢",
        "我这腰椎手术躺了两个月了",
        "家里着火，我爱人还在烧伤科",
        "我瘫痪在床",
        "我媳妇大出血还在抢救",
    ],
    "bereaved": [
        "我爸上个礼拜走了",
        "我爱人前天没了",
        "家里在办丧事",
        "我奶奶今天出殡",
        "孩子没保住，走了",
        "我妈刚过世",
        "他人已经不在了",
        "我哥车祸没抢救过来",
        "借款人已经身故了",
        "我今天给我妈送葬",
        "他上个月去世的",
        "在殡仪馆呢",
        "今天是我爸头七",
        "我丈夫牺牲了",
        "老人家昨晚咽气了",
    ],
    "minor": [
        "我今年才十六",
        "我还没成年",
        "我是高二学生",
        "我十五岁",
        "我在上初三",
        "我读中专呢",
        "我女儿才十四，你跟她说什么",
        "我没满十八",
        "我还在念高中",
        "我是他儿子，我上小学六年级",
        "我才读大二",
        "我未成年，你找我爸",
        "我上五年级",
        "差两个月十八",
        "我1 6岁",
    ],
    "busy": [
        "我在开车，不方便",
        "开会呢，晚点说",
        "我正上着课呢",
        "在上班，领导在旁边",
        "我在医院排队看病呢，回头说",
        "现在接不了电话",
        "我在陪客户吃饭",
        "我值夜班刚睡下",
        "等我下班再打吧",
        "我在考场外面马上进去",
        "现在说话不方便",
        "我在工地上吊着呢",
        "手头有事，一会儿回你",
        "正忙着呢",
        "我在高速上",
        "不方便",
        "我这会儿开着车呢",
        "我上夜班，白天别打",
    ],
    "dispute": [
        "这笔钱我没借过",
        "我的卡被盗刷了",
        "金额不对吧",
        "利息算错了",
        "我上个月已经还清了",
        "不是我本人办的",
        "我对账单有异议",
        "我不认这笔账",
        "这交易不是我做的",
        "有人冒用我身份证",
        "你们多收了我三百",
        "我早还了，你们没入账",
        "这费用我不认可",
        "我被骗子骗去贷的款",
        "我从来没办过你们的卡",
        "这笔消费我根本没刷过",
        "你们不是说调查期间先不打电话吗",
        "征信上那条不对",
        "我算着不对，多了一百八",
    ],
    "complaint": [
        "我要投诉你",
        "我打12378",
        "我去银保监告你们",
        "我已经向监管反映了",
        "我要举报你们",
        "我找消费者协会去",
        "我上黑猫发帖",
        "把你们领导叫来，我要投诉",
        "我要打市长热线",
        "你这样我会投诉的",
        "我要去法院告你们",
        "我给金融监管总局写信",
        "我要曝光你们",
        "我找律师告你",
        "我现在就打你们客服投诉",
        "我找你们总部去",
        "再这样我告你们",
    ],
    "hardship": [
        "我失业半年了",
        "厂子倒闭了",
        "生意赔光了",
        "我真拿不出来",
        "工资三个月没发",
        "家里揭不开锅了",
        "我在吃低保",
        "店关门了",
        "被公司裁了",
        "我身无分文",
        "手里一分钱都没有",
        "今年庄稼全淹了",
        "还不起了",
        "最近周转困难",
        "工作丢了",
    ],
}

NOT_SAID = {
    "crisis": [
        "我家住河边，信号不好",
        "我不会想不开的",
        "在楼上办公室呢",
        "跳槽了，工资还没发",
        "忙死了",
        "我在厨房拿刀切菜呢，等会儿说",
        "我在阳台晒衣服",
    ],
    "illness": [
        "我在医院上班",
        "我老婆是护士",
        "我身体挺好的",
        "手术刀生意不好做",
        "我去医院送货呢",
    ],
    "bereaved": [
        "他走了，上班去了",
        "我爸不在家",
        "手机没了",
        "我儿子走了有事吗，刚出门",
        "工作没了",
    ],
    "minor": [
        "我十六号发工资",
        "我孩子今年上小学",
        "我十五年前办的卡",
        "我在大学当老师",
        "我儿子都十八了",
    ],
    "busy": ["你们忙吧", "我现在方便，你说", "不忙，说吧", "我没开车了"],
    "dispute": ["我会还的", "这账单我看过了，对的", "利息怎么算的", "我没钱"],
    "complaint": [
        "好的谢谢",
        "我不投诉，你说吧",
        "我没投诉过",
        "我跟我老婆告个状",
        "密码我告诉你",
        "我警告你别喊",
        "没人告诉你吗",
    ],
    "hardship": ["我发工资了", "没问题，我今天还", "我困了"],
}


def _cases(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(flag, text) for flag, texts in table.items() for text in texts]


@pytest.mark.parametrize(("flag", "text"), _cases(SAID))
def test_the_many_ways_to_say_it_are_understood(checker, call, flag, text):
    watch = checker.open(call(f"debtor: {text}"))
    assert flag in watch.state.last


@pytest.mark.parametrize(("flag", "text"), _cases(NOT_SAID))
def test_what_only_sounds_like_it_is_not(checker, call, flag, text):
    watch = checker.open(call(f"debtor: {text}"))
    assert flag not in watch.state.last


REFUSED = [
    "别再打给我了",
    "不要给我打电话了",
    "跟我没关系，别找我",
    "请停止联系我",
    "我不管他的事",
    "我不会转告的",
    "把我号码删了",
    "我拉黑你了",
    "退订",
    "别骚扰我",
    "你们再打我就报警",
    "以后不要再打了",
    "我不想掺和他的事",
    "你去找他，别找我",
    "我说了不认识，别打了",
    "我没义务替他传话",
    "我跟他早断了联系，爱找谁找谁",
    "我不方便转达",
]
NOT_REFUSED = ["好，我告诉他", "他不在，你晚上打", "您哪位", "我是他妈", "要我转告吗"]


@pytest.mark.parametrize("text", REFUSED)
def test_a_third_persons_no_is_understood(checker, call, text):
    watch = checker.open(call(f"third_party: {text}"))
    assert "refusal" in watch.state.last


@pytest.mark.parametrize("text", NOT_REFUSED)
def test_a_third_person_who_answers_has_not_refused(checker, call, text):
    watch = checker.open(call(f"third_party: {text}"))
    assert "refusal" not in watch.state.last


FACTS = [
    "你那一万八什么时候还？",
    "你借呗那个钱打算啥时候处理？都四十天了",
    "你的车贷断供两期了知道不",
    "你拖欠的款项今天必须结清",
    "花呗逾期的事咋说",
    "您的分期断了两个月，滞纳金都三百多了",
    "四千八的账单，拖了俩月了",
    "我们系统显示你还有一万零五百没还清",
    "这三万块还不还",
    "您名下信用卡逾期三十天了",
    "您目前欠款五千二百元",
    "他欠我们两万块",
    "您的贷款已经逾期了",
    "您那笔消费贷本期还差六百没还",
    "您上期账单三千二，现在还没还进来",
]
NO_FACTS = [
    "您好，请问是王磊先生吗",
    "这里是信用卡中心",
    "什么时候方便接电话",
    "您有三张优惠券没领",
    "如果逾期，会影响征信",
    "您今天有空吗",
    "我等您两分钟",
    "一万块以上的转账要去柜台",
    "请问您是否收到账单",
    "本次通话会录音",
]


@pytest.mark.parametrize("text", FACTS)
def test_a_debt_told_is_a_debt_fact(checker, call, text):
    watch = checker.open(call(f"collector: {text}"))
    assert "debt_fact" in watch.state.last


@pytest.mark.parametrize("text", NO_FACTS)
def test_what_tells_no_debt_is_no_debt_fact(checker, call, text):
    watch = checker.open(call(f"collector: {text}"))
    assert "debt_fact" not in watch.state.last


THIRD = [
    "我是他老婆",
    "打错了",
    "我是他同事",
    "我不是王磊",
    "他出门了，你找他什么事",
    "我是她妹妹",
    "你打的是他以前的号，现在是我的",
    "这号我上个月刚买的",
    "我不认识这个人",
    "我是他房东",
    "我就是他单位前台",
    "他在洗澡，我帮他接的",
    "我是李强他爸",
    "没这个人",
    "我妈的手机，她在做饭",
    "她今天不在家",
    "我是民警，你找的人把手机丢了",
]
NOT_THIRD = [
    "我是王磊",
    "对，我就是",
    "我是他本人",
    "你找我什么事",
    "我妈住院了",
    "嗯，说",
]


@pytest.mark.parametrize("text", THIRD)
def test_who_is_not_the_debtor_is_understood(checker, call, text):
    watch = checker.open(call("collector: 喂，您好，是王磊吗", f"debtor: {text}"))
    assert watch.state.on_line == "third_party"


@pytest.mark.parametrize("text", NOT_THIRD)
def test_who_may_be_the_debtor_is_no_third_person(checker, call, text):
    watch = checker.open(call("collector: 喂，您好，是王磊吗", f"debtor: {text}"))
    assert watch.state.on_line != "third_party"


@pytest.mark.parametrize(
    "text",
    ["我是开出租的", "我就是个打工的", "我是做小生意的", "我是学生", "我是你们老客户"],
)
def test_who_names_a_trade_has_not_said_who_they_are(checker, call, text):
    watch = checker.open(call("collector: 喂，您好", f"debtor: {text}"))
    assert watch.state.verification == "none"
