"""Reads the cells of an account row; each reader returns a value or says why not.

Reasons are Chinese, made for the report beside the row, and never repeat the cell.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from actions.money import fen
from bot.outreach.sheets import Cell

#: Fen fit a 32-bit column far beyond this; a larger "amount" is a slipped column.
MOST_YUAN = 10_000_000

LENDER_TYPES = {
    "bank_card": "bank_card",
    "信用卡": "bank_card",
    "银行信用卡": "bank_card",
    "bank_loan": "bank_loan",
    "银行贷款": "bank_loan",
    "银行": "bank_loan",
    "consumer_finance": "consumer_finance",
    "消费金融": "consumer_finance",
    "消费金融公司": "consumer_finance",
    "micro_loan": "micro_loan",
    "小额贷款": "micro_loan",
    "小额贷款公司": "micro_loan",
    "小贷": "micro_loan",
    "debt_buyer": "debt_buyer",
    "资产管理公司": "debt_buyer",
    "债权受让人": "debt_buyer",
    "unknown": "unknown",
    "未知": "unknown",
}


class FieldError(ValueError):
    """A cell does not hold what its column is for."""


def text_of(cell: Cell) -> str:
    """The cell as text, width folded and trimmed; whole numbers without places."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return unicodedata.normalize("NFKC", str(cell)).strip()


def words(cell: Cell, most: int) -> str:
    """Text of 1 to *most* characters without control characters."""
    text = text_of(cell)
    if not text:
        raise FieldError("为空")
    if len(text) > most:
        raise FieldError(f"超过 {most} 个字")
    if not text.isprintable():
        raise FieldError("含有看不见的控制字符")
    return text


def person(cell: Cell) -> str:
    """A person's name."""
    name = words(cell, 60)
    if not any(character.isalpha() for character in name):
        raise FieldError("不是姓名")
    return name


def phone(cell: Cell) -> str:
    """A mobile number of eleven digits, without +86, spaces and dashes."""
    text = text_of(cell)
    if not text:
        raise FieldError("为空")
    if re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", text):
        raise FieldError("被 Excel 存成了科学计数法，请把这一列设为文本后重新导出")
    digits = re.sub(r"[\s\-()]", "", text)
    digits = re.sub(r"^(\+86|0086|86)(?=1\d{10}$)", "", digits)
    if not re.fullmatch(r"1[3-9]\d{9}", digits):
        raise FieldError("不是 11 位手机号")
    return digits


def id_number(cell: Cell) -> str:
    """The last four of a full ID number whose check character is right.

    GB 11643-1999; the place is not looked up.  The number itself goes no further.
    """
    number = text_of(cell).replace(" ", "").upper()
    if not number:
        raise FieldError("为空")
    if not re.fullmatch(r"\d{17}[\dX]", number):
        raise FieldError("不是 18 位身份证号")
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise FieldError("身份证号中的出生日期不存在") from None
    # ISO 7064 MOD 11-2: the weight of a place is a power of two.
    total = sum(int(d) * pow(2, 17 - i, 11) for i, d in enumerate(number[:17]))
    if "10X98765432"[total % 11] != number[17]:
        raise FieldError("身份证号校验位不对")
    return number[-4:]


def id_last4(cell: Cell) -> str:
    """Three digits and a digit or X; a full number is checked and cut."""
    text = text_of(cell).upper()
    if len(text) > 8 and "*" not in text:
        return id_number(cell)
    if isinstance(cell, int | float) and text.isdigit():
        # A spreadsheet that took 0427 for a number has dropped the zero.
        text = text.zfill(4)
    last = re.sub(r"^[\d*]*\*", "", text)
    if not last:
        raise FieldError("为空")
    if not re.fullmatch(r"\d{3}[\dX]", last):
        raise FieldError("应为 4 位（数字，末位可为 X）")
    return last


def account_tail(cell: Cell) -> str:
    """The last four of a card or account number, which may be given whole."""
    text = text_of(cell).replace(" ", "").upper()
    if isinstance(cell, int | float) and text.isdigit():
        text = text.zfill(4)
    last = re.sub(r"^[\d*]*\*", "", text)
    if re.fullmatch(r"\d{12,19}", last):
        last = last[-4:]
    if not last:
        raise FieldError("为空")
    if not re.fullmatch(r"[0-9A-Z]{4,8}", last):
        raise FieldError("应为 4 至 8 位数字或字母")
    return last


def amount(cell: Cell, *, least: str = "0") -> int:
    """Fen of an amount of yuan with at most two places, *least* or more.

    >>> amount("￥3,260.50元")
    326050
    """
    text = re.sub(r"^(¥|RMB|CNY)|元$|(?<=\d),(?=\d{3})|\s", "", text_of(cell).upper())
    if not text:
        raise FieldError("为空")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise FieldError("不是金额") from None
    if not value.is_finite() or value < Decimal(least) or value > MOST_YUAN:
        raise FieldError(f"应在 {least} 至 {MOST_YUAN:,} 元之间")
    if value != value.quantize(Decimal("0.01")) and not isinstance(cell, float):
        raise FieldError("小数超过两位")
    return fen(value)


def count(cell: Cell, low: int, high: int) -> int:
    """A whole number from *low* to *high*."""
    text = re.sub(r"(期|天|日|个月)$", "", text_of(cell))
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise FieldError("不是整数")
    if not low <= int(text) <= high:
        raise FieldError(f"应在 {low} 至 {high} 之间")
    return int(text)


def day(cell: Cell) -> date:
    """A date: 2026-11-21, 2026/11/21, 20261121, 2026年11月21日, or a date cell.

    >>> day("2026年3月5日")
    datetime.date(2026, 3, 5)
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = re.sub(r"[ T]00:00(:00)?$", "", text_of(cell))
    pattern = r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))"
    found = re.fullmatch(pattern, text)
    if found is None:
        raise FieldError("不是日期（例如 2026-11-21）")
    parts = [int(part) for part in found.groups() if part is not None]
    try:
        value = date(*parts)
    except ValueError:
        raise FieldError("没有这一天") from None
    if not 2000 <= value.year <= 2100:
        raise FieldError("年份应在 2000 至 2100 之间")
    return value


def lender_type(cell: Cell) -> str:
    """The kind of lender, by its Chinese or English name."""
    kind = LENDER_TYPES.get(text_of(cell).lower())
    if kind is None:
        raise FieldError("不认识（例如 信用卡、消费金融、小额贷款）")
    return kind


def zone(cell: Cell) -> str:
    """A time zone by its IANA name."""
    name = text_of(cell)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise FieldError("不是时区名（例如 Asia/Shanghai）") from None
    return name


def account_id(cell: Cell) -> str:
    """The lender's own number of an account."""
    text = text_of(cell)
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,63}", text):
        raise FieldError("应为 1 至 64 位字母、数字或 . _ / -")
    return text
