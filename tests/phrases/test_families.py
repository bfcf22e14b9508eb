"""Kinds of wording, each with more messages beside it than in it.

``says`` are messages of the kind with what is sure in them; ``not`` are near misses:
they look alike and must not be read that way. The day is 21 November 2026, a Saturday.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from actions.phrases.reader import read

NOW = datetime.fromisoformat("2026-11-21T10:00+08:00")
Said = tuple[str, Any]


@dataclass(frozen=True)
class Family:
    """One kind of wording: the value it speaks of, hits and near misses."""

    name: str
    field: str
    hits: tuple[Said, ...]
    near: tuple[Said, ...]


FAMILIES = (
    Family(
        "a-misspelt-thousand",
        "amount",
        (("三干块", 3000), ("一干二，25号给", 1200), ("两干五百", 2500)),
        (
            ("一干二净的账", None),
            ("我们三个人干完了", None),
            ("干了三天活", None),
            ("他一干就是三年", None),
            ("我三干两天歇一天", None),
        ),
    ),
    Family(
        "a-share-told-as-a-sum",
        "amount",
        (("一半就是两千六，明天还", 2600), ("三成，1800", 1800)),
        (
            ("一半是多少", None),
            ("一半，五百块利息免了再说", None),
            ("一半就是一千，我哪有", None),
            ("还欠款的一半", None),
        ),
    ),
    Family(
        "the-parts-of-a-total-step-back",
        "amount",
        (
            ("我弟借我两千，加上我自己的五百，一共给你两千五", 2500),
            ("我妈给了我五百，加上我的三百，一共八百，25号给你", 800),
        ),
        (
            ("饭钱三百房租五百一共八百", None),
            ("我出五百，我妈也出五百", None),
            ("我还五百，我老婆还五百", None),
            ("支付宝转了两百，微信转了三百", None),
            ("昨天转了三百，今天转两百，一共五百", 200),
        ),
    ),
    Family(
        "what-is-left-is-paid",
        "amount",
        (
            ("违约金800你们减掉，剩下的1.3万我22号还", 13000),
            ("月底前一定把剩下的6100还了", 6100),
            ("扣掉修车钱剩三千三，周一打给你们", 3300),
        ),
        (
            ("剩下的500我不还了", None),
            ("剩下的两千还不起", None),
            ("剩下五百块过日子", None),
            ("先还五百剩下的一千月底还", 500),
            ("已还三千，还剩两千", None),
        ),
    ),
    Family(
        "what-is-in-the-account-may-be-taken",
        "amount",
        (("25号卡里有2千3，你们划走", 2300), ("卡里有一千你们扣吧", 1000)),
        (
            ("卡里两千被你们划走了", None),
            ("卡里有两千你们扣走了", None),
            ("卡里的两千你们不能扣", None),
            ("卡里有钱你们自己扣", None),
        ),
    ),
    Family(
        "a-sum-left-open",
        "amount",
        (("我还五百，多的没有", 500),),
        (
            ("还1000 不 2000 哎到底多少我也说不准", None),
            ("25号还，还多少没想好，可能五百", None),
        ),
    ),
    Family(
        "one-is-as-good-as-the-other",
        "amount",
        (("三百也行", 300), ("800可以，1000不行", 800)),
        (
            ("三百也行四百也行", None),
            ("差五百就够一千了", None),
            ("一千一千地还", None),
            ("800可以，1000也可以", None),
            ("500或者600都可以", None),
        ),
    ),
    Family(
        "promises-denied",
        "amount",
        (("我说还两千就还两千", 2000),),
        (("我没说还两千", None), ("谁说我要还两千", None), ("我没答应还两千", None)),
    ),
    Family(
        "two-hundred-and-fifty-after-a-thousand",
        "amount",
        (("一千二百五", 1250), ("四千二百五给你打过去", 4250)),
        (("你个二百五", None), ("二百五你骂谁", None), ("我又不是二百五，你", None)),
    ),
    Family(
        "thousands-with-a-comma-after-each-month",
        "monthly",
        (("每月1,200", 1200), ("分24个月 每月1,050", 1050)),
        (("每月15,500", None), ("每月1，500", None), ("每月12,300", None)),
    ),
    Family(
        "a-monthly-sum-lowered",
        "monthly",
        (("月供一千九降到一千二，我就能还", 1200), ("把1200的月供调到800", 800)),
        (
            ("利息从三百降到一百，我还本金", None),
            ("欠款从五千减到三千", None),
            ("额度降到五千了", None),
        ),
    ),
    Family(
        "each-time-and-once-a-month",
        "monthly",
        (("分五次还，一个月一次，每次1400", 1400),),
        (
            ("两个月还一次，每次一千", None),
            ("分两笔，一笔三百", None),
            ("每次都说一千，一次性谁还得起", None),
        ),
    ),
    Family(
        "no-feast-is-an-instalment",
        "monthly",
        (("一期还1100", 1100),),
        (("五一期间还一千一", None), ("十一月还一千", None), ("还一期的钱480", None)),
    ),
    Family(
        "so-many-still-to-come",
        "periods_value",
        (
            ("后面还剩九期，每期还是六百一", 9),
            ("头期1500，后面五个月每月900", 5),
            ("三个月内每月八百", 3),
        ),
        (
            ("还剩三期没还", None),
            ("后面三个月我没工作", None),
            ("前三期每期300，后三期每期600", None),
            ("三个月内还清", None),
            ("三期一共1500，25号还", None),
            ("先停三个月，之后每月五百", None),
        ),
    ),
    Family(
        "a-plan-refused-with-its-sum",
        "periods_value",
        (("12期每期一千多我还不起 分24期", 24), ("24期不是12期", 24)),
        (
            ("12期每期五百还不起", None),
            ("6期还是12期啊", None),
            ("12期每期五百我能接受", 12),
        ),
    ),
    Family(
        "a-choice-made",
        "periods_value",
        (("6期还是12期我选12期", 12), ("12期或者24期，那就24期", 24)),
        (
            ("6期还是12期，你说了算", None),
            ("6到12期都行", None),
            ("6期还是12期好", None),
        ),
    ),
    Family(
        "a-day-moved",
        "day",
        (("说好13号，挪到17号行不", "2026-12-17"), ("15号推到20号", "2026-12-20")),
        (
            ("15号推到20号不行", None),
            ("从15号推到25号你们不同意", None),
            ("还款日调到每月20号", None),
        ),
    ),
    Family(
        "what-day-it-is-by-now",
        "day",
        (("21号了是吧，那就25号", "2026-11-25"), ("快月底了，28号还", "2026-11-28")),
        (
            ("今天21号，过两天再说", None),
            ("今天腊月初八，你们别催了", None),
            ("今天都周六了", None),
        ),
    ),
    Family(
        "the-nth-weekday-of-a-month",
        "day",
        (
            ("12月第一个周五还", "2026-12-04"),
            ("下个月最后一个周五还", "2026-12-25"),
        ),
        (
            ("第一个周五还", None),
            ("下个月第五个周一还", None),
            ("这个月第二个周三还", None),
        ),
    ),
    Family(
        "the-last-day-of-a-month-or-year",
        "day",
        (
            ("四月份最末一天结掉", "2027-04-30"),
            ("年底31号全部结清", "2026-12-31"),
        ),
        (("最后一天班", None), ("月底倒数第二天", None), ("最后那几天", None)),
    ),
    Family(
        "fast-and-slow",
        "day",
        (("最迟12月3号", "2026-12-03"),),
        (
            ("最快周五，慢的话下周三", None),
            ("快的话周三，慢的话周五", None),
            ("晚的话30号", None),
        ),
    ),
    Family(
        "every-month-between-two-days",
        "day",
        (("10号还六百", "2026-12-10"),),
        (
            ("每月10号到15号之间还六百", None),
            ("每月10号或者15号还六百", None),
            ("每月1号和15号各还200", None),
        ),
    ),
    Family(
        "the-same-weekday-so-long-after-today",
        "day",
        (("两个礼拜后的今天还你", "2026-12-05"), ("下个月的今天还", "2026-12-21")),
        (("去年的今天", None), ("两个礼拜左右还", None), ("一百年以后还", None)),
    ),
    Family(
        "the-shopping-day",
        "day",
        (("618那天还五百", "2027-06-18"),),
        (("还618", None), ("618元", None), ("618买东西花了三千多", None)),
    ),
    Family(
        "four-digits-corrected",
        "last4",
        (("后四位 3X4Y 打错 是 3142", "3142"), ("后四位是1234不是1243", "1234")),
        (
            ("后四位好像是3317还是3371", None),
            ("后四位1234还是1243我忘了", None),
            ("不超过1000", None),
        ),
    ),
    Family(
        "the-day-of-a-payment-made",
        "paid_day",
        (
            ("元旦我转了三千", "2026-01-01"),
            ("昨天星期五转过去666", "2026-11-20"),
            ("本月10号还了666", "2026-11-10"),
        ),
        (
            ("元旦转三千", None),
            ("10号还没转", None),
            ("昨天你们答应25号", None),
            ("冬至那天就转五百", None),
        ),
    ),
    Family(
        "the-first-day-of-a-plan",
        "first_day",
        (
            ("每月10号还五百，从下个月开始", "2026-12-10"),
            ("下月起每月五号还1200", "2026-12-05"),
        ),
        (
            ("每月10号还五百", None),
            ("从下个月开始还五百", None),
            ("从12月起还每月的账单", None),
        ),
    ),
    Family(
        "soon-is-today",
        "day",
        (
            ("一会儿就还", "2026-11-21"),
            ("五百，下午给", "2026-11-21"),
            ("现在立刻马上还八百", "2026-11-21"),
            ("等会儿还你八百", "2026-11-21"),
        ),
        (
            ("马上还不了", None),
            ("晚上还要上班", None),
            ("你们晚上还打电话", None),
            ("等发了工资马上还", None),
            ("打个八折我马上还", None),
            ("马上就还房贷了", None),
            ("待会儿打给我", None),
            ("他说下午给我一千", None),
        ),
    ),
    Family(
        "paid-just-now",
        "paid_day",
        (
            ("刚转了五百过去", "2026-11-21"),
            ("七十五块，刚还", "2026-11-21"),
            ("刚用工行卡付了1千3", "2026-11-21"),
        ),
        (
            ("刚还了别家的八百", None),
            ("刚交了房租两千", None),
            ("刚才说的五百不算", None),
            ("刚打了电话", None),
            ("五百刚到手", None),
        ),
    ),
    Family(
        "paid-on-a-day-behind",
        "paid_day",
        (
            ("前天已经结了第3期1250块", "2026-11-19"),
            ("周一的时候转过去三百六了啊", "2026-11-16"),
            ("三天前打的一千九", "2026-11-18"),
            ("20号，600，我付过了", "2026-11-20"),
            ("5号那天扣了我2300", "2026-11-05"),
            ("12月1号已还500", "2025-12-01"),
        ),
        (
            ("前天说好还八百的", None),
            ("上周说还五百没还", None),
            ("25号，600，我付", None),
            ("1000元将于12月5日支付", None),
            ("三天前借了五百", None),
            ("昨天扣了我两百手续费", None),
            ("三天前我失业了", None),
        ),
    ),
    Family(
        "nothing-is-denied-of-a-day-to-come",
        "amount",
        (("国庆那天我还两千，现在真没有", 2000), ("25号还两千，现在没有", 2000)),
        (
            ("今天还两千，现在真没有", None),
            ("两千，我现在没有", None),
            ("月底还三千，我真没有", None),
        ),
    ),
    Family(
        "what-was-typed-by-mistake",
        "amount",
        (("哎呀1500，刚才打成5100了", 1500),),
        (("刚才打成5100了", None), ("打成五折我就还", None)),
    ),
    Family(
        "a-debt-that-is-paid-on-a-day",
        "amount",
        (("欠的本金7,432我19号打给你", 7432), ("本金四千四我18号还", 4400)),
        (
            ("账单3000我慢慢还", None),
            ("账单3000我分三期还", None),
            ("欠你们5000我25号还不上", None),
            ("欠你们5000我25号还500", 500),
        ),
    ),
    Family(
        "all-of-the-money-just-named",
        "amount",
        (
            ("押金退了2200 周四退 全给你们", 2200),
            ("公积金提了两万，下周到账，全还你们", 20000),
        ),
        (
            ("工资五千全给你们我喝西北风啊", None),
            ("工资五千，全给你们我吃什么", None),
            ("五千全给你们我怎么活", None),
            ("难道工资五千，全给你们", None),
        ),
    ),
    Family(
        "where-the-money-comes-from",
        "amount",
        (
            ("人家借我一千五，我自己留了三百吃饭，还你一千二", 1200),
            ("我爸给了5000 其中3500还你们", 3500),
        ),
        (
            ("朋友借我一千，朋友又借我两千", None),
            ("我妈借我两千，我自己有一千，都还你", None),
            ("我出八百我哥出五百", None),
        ),
    ),
    Family(
        "sums-still-open",
        "amount",
        (("25号凑够一千就还", 1000), ("我不是不想还，25号还五百", 500)),
        (
            ("等我凑够一千再还", None),
            ("我不是不还五百", None),
            ("五百减一百", None),
            ("看看25号能不能还五百", None),
            ("还了五百就不欠了吧", None),
            ("咋还得起五百", None),
        ),
    ),
    Family(
        "now-and-again-later",
        "amount",
        (("先还500，30号再还500", 500), ("先还300，月底再还700", 300)),
        (
            ("今天还300，月底再还300", None),
            ("我还500，30号再还500", None),
            ("15号500，30号500", None),
        ),
    ),
    Family(
        "monthly-out-of-what-is-left",
        "monthly",
        (
            ("每月房贷三千，工资四千五，还剩八百给你们", 800),
            ("半年分6次每次1100", 1100),
        ),
        (
            ("工资四千房贷三千，剩一千给你", None),
            ("一年分6次每次1000", None),
            ("给我一个月，到时候还五千", None),
        ),
    ),
    Family(
        "the-rest-spread-after-a-first-sum",
        "periods_value",
        (
            ("头一笔给5000，后面12个月慢慢还", 12),
            ("首付20000 尾款24个月", 24),
            ("首期款1800，后面三期", 3),
        ),
        (
            ("首付三千，后面三个月没收入", None),
            ("首付五千，剩下三个月的房租没交", None),
            ("先付一千，后面六个月慢慢还", None),
            ("还剩三期，总共十期", None),
        ),
    ),
    Family(
        "the-whole-after-its-first-instalment",
        "periods_value",
        (
            ("第一期给2200，剩三期每期1800，总共四期", 4),
            ("首笔800，21号；总共6期", 6),
            ("一年十二个月，每月580", 12),
        ),
        (
            ("剩三期没还，一共六期", None),
            ("我还了两期，总共六期", None),
            ("一年十三个月", None),
            ("已还三期，一共六期", None),
        ),
    ),
    Family(
        "instalments-heard-of-or-asked-about",
        "periods_value",
        (("分15期差不多", 15), ("我想分12期，听说可以", 12)),
        (
            ("听说可以分36期", None),
            ("12期利息多少", None),
            ("12期每期利息多少", None),
            ("别人都分24期", None),
            ("15期左右", None),
        ),
    ),
    Family(
        "days-taken-back",
        "day",
        (("不一定能提前，25号还", "2026-11-25"), ("看情况吧，25号", "2026-11-25")),
        (
            ("明天还，哦不一定，看情况", None),
            ("8号还1000，不，还是12号？我再想想", None),
            ("25号还吧，我再看看", None),
            ("又要改到10号？", None),
            ("听说25号能还", None),
        ),
    ),
    Family(
        "the-national-day-by-its-number",
        "day",
        (("十一当天还款", "2027-10-01"),),
        (("十一月还", None), ("十一长假回来还", None), ("我儿子十一岁", None)),
    ),
    Family(
        "a-plan-has-its-first-day",
        "first_day",
        (
            ("每月3号，每期620元，共9期", "2026-12-03"),
            ("每月底还660，分五个月", "2026-11-30"),
        ),
        (
            ("每月21号还500，分12期", None),
            ("每月3号还620", None),
            ("每月3号或5号还620，共9期", None),
        ),
    ),
    Family(
        "four-digits-and-then-their-name",
        "last4",
        (("4417是我身份证后四位，本月30号付860", "4417"),),
        (("4417是我银行卡后四位", None), ("3312是手机尾号", None)),
    ),
)


def plain(value: Any) -> Any:
    if value is None or isinstance(value, int | str):
        return value
    return int(value) if isinstance(value, Decimal) else value.isoformat()


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(family.field, text, value, id=f"{family.name}-{text}")
        for family in FAMILIES
        for text, value in getattr(family, kind)
    ]


@pytest.mark.parametrize(("field", "text", "value"), cases("hits"))
def test_a_message_of_the_kind_says_it(field: str, text: str, value: Any) -> None:
    assert plain(getattr(read(text, NOW), field)) == value


@pytest.mark.parametrize(("field", "text", "value"), cases("near"))
def test_a_near_miss_does_not(field: str, text: str, value: Any) -> None:
    assert plain(getattr(read(text, NOW), field)) == value


@pytest.mark.parametrize("family", FAMILIES, ids=lambda f: f.name)
def test_each_kind_has_more_near_misses_than_hits(family: Family) -> None:
    assert len(family.near) > len(family.hits)
