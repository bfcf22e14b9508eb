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
