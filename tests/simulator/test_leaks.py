from __future__ import annotations

import pytest

from bot.simulator.leaks import leaks, spellings
from bot.simulator.script import AccountOf

LIN = AccountOf("林晓梅", "信用卡", 3260.0, 9, "0427")
SMALL = AccountOf("周远", "信用卡", 88.0, 3, "0427")
CENTS = AccountOf("许嘉文", "现金分期", 6899.3, 21, "0427")

TOLD = [
    (LIN, "林晓梅您好", "name"),
    (LIN, "林女士您好", "name"),
    (LIN, "林 晓 梅", "name"),
    (LIN, "您欠3260元", "amount"),
    (LIN, "您欠3,260.00元", "amount"),
    (LIN, "您欠３２６０", "amount"),
    (LIN, "欠款三千二百六十元", "amount"),
    (LIN, "差不多三千二百六", "amount"),
    (LIN, "已逾期9天", "days"),
    (LIN, "逾期了九天", "days"),
    (LIN, "9天没还了", "days"),
    (SMALL, "欠88元", "amount"),
    (SMALL, "八十八块", "amount"),
    (CENTS, "6,899.30元", "amount"),
    (CENTS, "6899.3", "amount"),
    (CENTS, "逾期二十一天", "days"),
]
SILENT = [
    (LIN, "您好，请回复身份证后四位"),
    (LIN, "13260000000"),
    (LIN, "32600元"),
    (LIN, "3260.5元"),
    (LIN, "一万三千二百六十"),
    (LIN, "19天"),
    (LIN, "十九天"),
    (LIN, "9天内会有人联系您"),
    (LIN, "森林里"),
    (SMALL, "编号1880"),
    (SMALL, "3天内答复"),
    (SMALL, "3个工作日"),
    (SMALL, "周一到周五"),
    (CENTS, "6899.35"),
    (CENTS, "6899.3001"),
]


@pytest.mark.parametrize(("account", "text", "kind"), TOLD)
def test_what_tells_is_found(account: AccountOf, text: str, kind: str) -> None:
    assert leaks(text, account) == (kind,)


@pytest.mark.parametrize(("account", "text"), SILENT)
def test_what_tells_nothing_is_passed(account: AccountOf, text: str) -> None:
    assert leaks(text, account) == ()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (10, "十"),
        (12, "十二"),
        (105, "一百零五"),
        (250, "两百五"),
        (2000, "两千"),
        (1050, "一千零五十"),
        (10_500, "一万零五百"),
        (18_450, "一万八千四百五"),
        (42_000, "四万二"),
        (1_234_567, "一百二十三万四千五百六十七"),
    ],
)
def test_numbers_are_spelt_as_people_say_them(number: int, words: str) -> None:
    assert words in spellings(number)
