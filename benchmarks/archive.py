"""An archive of calls for timings: new strings each, mostly lawful service talk.

A call has 20 to 80 turns.  Of the turns a given share is suspicious: half of these are
violations, half lawful sentences that look like one, both out of the development sets
under ``tests/labelled``.  The same seed gives the same archive.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LABELLED = ROOT / "tests" / "labelled"

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
)
BANKS = (
    "恒信银行",
    "江北农商行",
    "鑫源消费金融",
    "华川银行",
    "瑞丰小贷",
    "东海银行信用卡中心",
)
OPENINGS = (
    "您好，我是{bank}的客服，工号{job}，请问是{name}{title}吗",
    "喂您好，这里是{bank}，本次通话有录音，请问您是{name}{title}本人吗",
    "{title}您好，打扰一下，{bank}这边来电，我姓{name}，通话会录音，请问您现在方便讲话吗",
)
CHECKS = (
    "为了保护您的信息，麻烦您报一下身份证后四位",
    "麻烦您先核实一下身份，报一下您证件号码的最后四位就可以",
)
CHECKED = (
    "好的，核对上了，谢谢您配合，我这边跟您说一下账单的情况",
    "嗯身份核实通过了，感谢您，我跟您说明一下",
)
COLLECTOR = (
    "系统显示您{month}月份的账单是{amount}元，最低还款{less}元，最后还款日是{day}号",
    "您看您这边大概什么时候能安排一下呢",
    "理解的，最近大家都不容易，您先别着急，我们一起看看怎么处理比较合适",
    "您可以登录手机银行，在信用卡那一栏点还款，绑定的借记卡有钱就可以直接扣",
    "如果{day}号之前能还上{less}元，这一期就不会再产生违约金了",
    "我给您登记一下，{month}月{day}号还{less}元，您看对不对",
    "分期的话目前可以申请{periods}期，每期大概{less}元，手续费要以审批结果为准",
    "您的情况我这边会如实备注上去，后续同事联系您的时候也能看到",
    "那您方便的时候把失业证明或者诊断证明上传到我们的官方渠道，审核大概需要{small}个工作日",
    "嗯您讲，我听着呢",
    "稍等一下我查一下系统，可能需要{small}分钟左右，您别挂机",
    "不好意思让您久等了，刚才查到您上个月{day}号有一笔{amount}元的入账",
    "这笔是您{month}月在{city}刷的，一共{amount}元，您回忆一下有没有印象",
    "好的那我们约定{month}月{day}号，到时候我会给您发一条短信提醒",
    "您放心，您的信息我们是严格保密的，除了您本人不会跟别人讲",
    "逾期记录会按规定报送征信，您结清以后这条记录保留五年会自动消除",
    "这个利息是按日万分之五算的，从记账日开始，您可以在账单明细里看到",
    "如果对金额有疑问可以先提交异议，我们会在{small}天之内给您回复",
    "那行，今天就先跟您沟通到这里，祝您生活愉快，再见",
    "您这个手机号是不是换过，我这边登记的还是尾号{tail}的",
    "嗯好的，那您先忙，我{small}点以后再联系您可以吗",
    "麻烦您记一下，我们的官方客服电话是{hotline}，您随时可以打过来核实",
    "因为您绑定的那张卡余额不足，所以{day}号自动扣款没有成功",
    "您看是一次性处理，还是先还一部分，剩下的我们再商量",
    "减免这块我没有权限直接答应您，不过可以帮您提交申请，大概{small}天出结果",
    "好的先生，您刚说的我都记下来了，我再跟您重复一遍确认一下",
    "我们是持牌机构，您可以在官网上查到我们的联系方式",
    "没关系的，您慢慢说，我这边不着急",
    "您这边收入大概是多少呢，我好帮您测算一个能承受的方案",
    "方案提交以后一般{small}到五个工作日有短信通知，您留意一下就可以",
)
DEBTOR = (
    "嗯，你说", "是我", "对，我是", "好的", "知道了", "行，那就这样吧", "我记一下", "啊？你再说一遍，没听清",
    "{tail}", "后四位是{tail}", "我{day}号发工资，到时候转{less}块给你们", "那个我最近手头有点紧，能不能缓几天",
    "分期的话一个月要还多少啊", "利息怎么算的，怎么这么多", "我上个月不是还了{amount}吗", "我在{city}出差呢，回去再弄",
    "我看看啊，账单上写的是{amount}", "那我先还{less}，剩下的下个月再说", "app上怎么操作来着，我不太会弄",
    "行行行我晚上回去就转", "你们能不能便宜点，我一次性还清", "我现在在外面，信号不好", "好吧，那你帮我申请一下",
    "证明材料发到哪里啊", "还款日能不能改到{day}号", "我知道欠着钱呢，也没说不还", "可以可以，没问题", "嗯嗯", "哦这样啊",
    "最少要还多少", "你们周末上班吗", "那就{periods}期吧，少点压力", "谢谢你啊，态度挺好的", "短信我收到了，还没来得及看",
    "这个月孩子开学，花了不少钱", "老板还没发工资，我也没办法", "我查一下余额，你等等", "再见",
)  # fmt: skip
CITIES = (
    "成都",
    "武汉",
    "佛山",
    "合肥",
    "沈阳",
    "南昌",
    "宁波",
    "西安",
    "贵阳",
    "烟台",
)


def _filled(template: str, dice: random.Random) -> str:
    if "{" not in template:
        return template
    return template.format(
        bank=dice.choice(BANKS),
        job=dice.randint(1000, 9999),
        name=dice.choice(SURNAMES),
        title=dice.choice(("先生", "女士")),
        month=dice.randint(1, 12),
        day=dice.randint(1, 28),
        amount=dice.randint(2000, 90000),
        less=dice.randint(100, 2000),
        periods=dice.choice((3, 6, 9, 12, 18, 24, 36)),
        small=dice.randint(2, 7),
        city=dice.choice(CITIES),
        tail=dice.randint(1000, 9999),
        hotline=f"9{dice.randint(5000, 5999)}",
    )


def suspicious() -> tuple[list[str], list[str]]:
    """Violating sentences of collectors, and lawful ones that look like one."""
    bad: list[str] = []
    near: list[str] = []
    for name in ("dev", "dev2_t1_t3", "dev2_t4_t6", "dev2_t7_t10"):
        for line in (LABELLED / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            if len(row["turns"]) == 1 and row["turns"][0]["role"] == "collector":
                (bad if row["labels"] else near).append(row["turns"][0]["text"])
    return bad, near


def lines(calls: int, share: float, seed: int = 7) -> Iterator[bytes]:
    """*calls* transcripts as JSON Lines; *share* of their turns is suspicious."""
    dice = random.Random(seed)
    bad, near = suspicious()
    for number in range(calls):
        tail = str(dice.randint(1000, 9999))
        turns = [
            ("collector", _filled(dice.choice(OPENINGS), dice)),
            ("debtor", dice.choice(("是我", "对，我是", "嗯，我就是", "是的你说"))),
            ("collector", dice.choice(CHECKS)),
            ("debtor", dice.choice((tail, f"后四位是{tail}"))),
            ("collector", dice.choice(CHECKED)),
        ]
        wanted = dice.randint(20, 80)
        while len(turns) < wanted:
            ours = len(turns) % 2 == 0
            if dice.random() < share:
                text = dice.choice(bad if dice.random() < 0.5 else near)
                turns.append(("collector", text))
                continue
            count = dice.choice((1, 1, 2)) if ours else 1
            parts = dice.sample(COLLECTOR if ours else DEBTOR, count)
            text = "，".join(_filled(one, dice) for one in parts)
            if dice.random() < 0.3:
                text = dice.choice(("嗯，", "那个，", "呃", "就是", "然后")) + text
            turns.append(("collector" if ours else "debtor", text))
        call = {
            "call_id": f"a{seed}-{number}",
            "channel": "voice",
            "lender_type": "bank_card",
            "started_at": f"2026-03-{dice.randint(1, 28):02}T{dice.randint(9, 20):02}:15:00+08:00",
            "case": {"verified_by": None, "plan": "none", "dispute": False},
            "turns": [{"role": role, "text": text} for role, text in turns],
        }
        yield json.dumps(call, ensure_ascii=False).encode()
