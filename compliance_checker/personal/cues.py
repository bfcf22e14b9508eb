"""What the words around a number say it is.

All of these look at a flat text and at a few characters only, so that a long text
costs no more for each number.
"""

from __future__ import annotations

import re

from compliance_checker.personal.flat import HIDDEN

#: How far back a word can name a number.
NEAR = 16

_FILL = rf"(?:号码?|账号|帐号|[是为:#\s\"'“”(,我你您他她它的就也{HIDDEN}])*"

#: Numbers of things and papers, not of persons.
ORDER = re.compile(
    r"(?:订单|工单|单号|编号|流水|工号|合同|凭证|案号|案件|批次|批号|运单|快递|单据|交易"
    r"|业务|受理|保单|账单|借据|票据|设备|序列|条码|条形码|发票|税号|信用代码|参考"
    r"|(?:客户|会员|用户|商户|店铺)(?=编?号|代码|id)|学号|机身|串号|验证码|imei|uuid"
    r"|(?<![a-z])(?:sn|no\.?|id))(?:编?号码?|代码|id)?" + _FILL + r"\Z"
)
#: Sums of money.
MONEY_BEFORE = re.compile(
    r"(?:[¥$€£]|rmb|cny|usd|hkd|人民币|金额|余额|额度|本金|利息|罚息|合计|共计|总计|总额|欠款|款项)"
    r"[是为:\s共约]*\Z"
)
#: What makes a number before it a sum or a share: 万一 and 千万别 do not.
MONEY_AFTER = re.compile(
    rf"[ {HIDDEN}]*(?:元|块|圆|万(?!一)|亿|千(?!万)|百|十|%|人民币|rmb|美元|港币|毛钱|角)"
)
#: A word for a great number, or a decimal point, right before.
NUMBER_BEFORE = re.compile(r"[十百千万亿点第]\Z")
_PHONE = re.compile(
    r"(?:电话|手机|号码|联系方式|联系|打给|打到|拨打|致电|短信|机主|微信|来电|呼叫|座机"
    r"|固话|传真|call|tel|phone|mobile|号)[^0-9\n。!?]{0,6}\Z"
)
_HOME_LINE = re.compile(
    r"(?:座机|固话|固定电话|宅电|家里电话|家庭电话|住宅电话|家里的电话)" + _FILL + r"\Z"
)
_SERVICE = re.compile(
    r"(?:客服|热线|投诉|官方|总机|前台|服务电话|总台)[^\n。!?]{0,8}\Z"
)
_IDENTITY = re.compile(r"(?:身份证|证件|身份号|公民号|证号)[^0-9\n。!?]{0,8}\Z")
_CARD = re.compile(
    r"(?:卡|账号|账户|帐号|帐户|户头)[^0-9\n。!?]{0,8}\Z|(?:卡号|银行卡)[^\n]{0,10}\Z"
)

_MAY_TOUCH = re.compile(r"(?:tel|call|qq|vx?|wx|phone|mobile|sim|hi|ok)\Z")


def before(flat: str, at: int, size: int = NEAR) -> str:
    """The few characters of a flat text before *at*."""
    return flat[max(0, at - size) : at]


def order_number(flat: str, start: int) -> bool:
    """Whether the words before make it the number of an order, a contract, a paper."""
    return ORDER.search(before(flat, start)) is not None


def money(flat: str, start: int, end: int) -> bool:
    """Whether it is a sum, a share or part of a number said in words."""
    ahead = before(flat, start, 8)
    return (
        MONEY_AFTER.match(flat, end) is not None
        or MONEY_BEFORE.search(ahead) is not None
        or NUMBER_BEFORE.search(ahead) is not None
    )


def glued(flat: str, start: int, end: int) -> bool:
    """Whether a Latin letter or a sign that makes a code touches it.

    ``tel``, ``qq``, ``v`` and their like may stand right before.
    """
    ahead, after = flat[max(0, start - 1) : start], flat[end : end + 1]
    if after.isascii() and after.isalpha():
        return True
    if not (ahead.isascii() and ahead.isalpha()):
        return False
    return _MAY_TOUCH.search(before(flat, start, 8)) is None


def phone_named(flat: str, start: int) -> bool:
    """Whether the words before speak of a telephone."""
    return _PHONE.search(before(flat, start)) is not None


def home_line_named(flat: str, start: int) -> bool:
    """Whether the words right before name a fixed line at home."""
    return _HOME_LINE.search(before(flat, start)) is not None


def service_named(flat: str, start: int) -> bool:
    """Whether the words before name a service line."""
    return _SERVICE.search(before(flat, start)) is not None


def identity_named(flat: str, start: int) -> bool:
    """Whether the words before name an ID."""
    return _IDENTITY.search(before(flat, start)) is not None


def card_named(flat: str, start: int) -> bool:
    """Whether the words before name a card or an account."""
    return _CARD.search(before(flat, start)) is not None
