"""Accounts of people who do not exist, for demonstrations and trials.

The same seed always makes the same people.  Their numbers begin with 161, which no
operator has been given, so that a message can reach nobody.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.casebook.models import Account
from actions.casebook.store import Casebook

ZONE = ZoneInfo("Asia/Shanghai")
SURNAMES = "林周许何沈韩曹彭曾萧田董潘袁蔡余于杜叶程"
GIVEN = (
    "晓岚",
    "志远",
    "雨桐",
    "嘉文",
    "思齐",
    "海涛",
    "静怡",
    "建国",
    "俊杰",
    "欣然",
    "立群",
    "玉洁",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of account; amounts in fen, *days* overdue."""

    lender: str
    lender_type: str
    product: str
    overdue_fen: int
    days: int
    minimum: bool
    max_periods: int
    min_monthly_fen: int
    agency: str | None = None


KINDS = (
    Kind("恒信银行", "bank_card", "信用卡", 326_000, 9, True, 60, 10_000),
    Kind("恒信银行", "bank_card", "信用卡", 1_845_050, 34, True, 60, 20_000),
    Kind(
        "云杉银行",
        "bank_card",
        "信用卡",
        4_200_000,
        62,
        True,
        60,
        30_000,
        agency="安桥信息服务公司",
    ),
    Kind("云杉银行", "bank_loan", "个人消费贷款", 2_760_000, 15, False, 36, 50_000),
    Kind("青禾消费金融", "consumer_finance", "现金分期", 689_930, 5, False, 24, 20_000),
    Kind(
        "青禾消费金融", "consumer_finance", "家电分期", 129_900, 21, False, 12, 10_000
    ),
    Kind("禾丰小额贷款", "micro_loan", "经营周转贷", 960_000, 40, False, 18, 30_000),
    Kind("恒信银行", "bank_card", "信用卡", 8_800, 3, True, 60, 10_000),
)


def demo_accounts(now: datetime, seed: int = 7) -> tuple[Account, ...]:
    """Eight accounts of different kinds, ``demo-1`` to ``demo-8``, overdue at *now*."""
    draw = random.Random(seed)
    return tuple(
        _account(f"demo-{number}", kind, draw, now)
        for number, kind in enumerate(KINDS, start=1)
    )


def load_demo(casebook: Casebook, now: datetime, seed: int = 7) -> tuple[Account, ...]:
    """Add the demo accounts that are missing; returns all of them as they stand."""
    accounts = demo_accounts(now, seed)
    with casebook.begin() as work:
        return tuple(
            work.account(account.id)
            or work.save_account(account, source="import", now=now)
            for account in accounts
        )


def _account(
    account_id: str, kind: Kind, draw: random.Random, now: datetime
) -> Account:
    today = now.astimezone(ZONE).date()
    interest = kind.overdue_fen * kind.days // 2_000
    fees = kind.overdue_fen // 100 if kind.minimum else 0
    return Account(
        id=account_id,
        lender=kind.lender,
        agency=kind.agency,
        lender_type=kind.lender_type,
        product=kind.product,
        name=draw.choice(SURNAMES) + draw.choice(GIVEN),
        phone=f"161{draw.randrange(10**8):08d}",
        id_last4=f"{draw.randrange(1000):03d}{draw.choice('0123456789X')}",
        account_tail=f"{draw.randrange(10_000):04d}",
        overdue_fen=kind.overdue_fen,
        principal_fen=kind.overdue_fen - interest - fees,
        interest_fen=interest,
        fees_fen=fees,
        min_payment_fen=kind.overdue_fen // 10 if kind.minimum else None,
        due_date=today - timedelta(days=kind.days),
        as_of=today,
        max_periods=kind.max_periods,
        min_monthly_fen=kind.min_monthly_fen,
        promise_max_days=60,
        zone="Asia/Shanghai",
        plan_status="none",
        created_at=now,
        updated_at=now,
    )
