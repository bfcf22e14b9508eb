"""The last four of an identity card: 0427, 后四位是 2 2 1 X, 三八零六, 幺三八六."""

from __future__ import annotations

import re

from actions.phrases.values import Span

_DIGIT = "[0-9零一二三四五六七八九幺两洞拐勾]"
_FOUR = f"(?P<d>{_DIGIT}{{3}}(?:{_DIGIT}|x|叉|艾克斯|埃克斯))"
_ANY_FOUR = re.compile(_FOUR)
_END = f"(?!{_DIGIT}|[十百千万.x%元块个号月日天期年])"
_CUE = re.compile(
    "(?:身[份分]证|验证(?!码)|核验|核身|证号|sfz|证件|后四位|后4位|末四位|末4位|最后四位|最后4位|后四个|后头四|后面四|侯四位|后四|[末结]尾四位|尾巴四位|末尾|末位|(?:号码?|证)的?结尾|尾巴|尾号|尾数|尾四位|hou ?si ?wei|wei ?hao)"
    f"[^0-9零一二三四五六七八九幺两，。]{{0,8}}[，。:]?(?:是|为|就是|:)?{_FOUR}{_END}"
)
_AGAIN = re.compile(
    "(?:[，。！ ]|啊|哦|噢|呃|额|嗯)*+(?:不是(?=[，。！ 啊哦我说打写记报])|不对|[说打写记报]?错了|更正|等等)(?:[，。！ ]|啊|哦|我|应该|的|[说打写记报]错了)*+(?:是|为)?[，。 ]*+"
    f"{_FOUR}{_END}"
)
# 4417是我身份证后四位
_NAMED_AFTER = re.compile(
    f"(?<![0-9a-z.]){_FOUR}[，,]?(?:就|这)?(?:是|为)?(?:我|俺|本人)?的?(?:身[份分]证|证件|sfz)(?:号码?)?的?(?:(?:最?后|末)(?:四|4|面四)位?|尾号|尾数)"
)
# 三五 然后九八, after a cue only.
_PAIRS = re.compile(
    f"(?:后四位|末四位|最后四位|身份证)[^0-9零一二三四五六七八九幺，。]{{0,4}}(?P<a>{_DIGIT}{{2}})[ ，、]?(?:然后|接着|再是?|后面是?)[ ，]?(?P<b>{_DIGIT}[0-9零一二三四五六七八九幺x]){_END}"
)
_CARD = re.compile(
    "快递|单号|编号|工号|车牌|流水|交易|回单|(?:银行|信用|储蓄|借记|工资|这张|那张|我的?)?卡|账号|账户|手机|电话|微信|订单|合同"
)
_NUMBERED = re.compile("尾号|工号|编号|单号|房|车牌|代码|密码|验证码|区号|邮编|案号")
_FRAME = "(?:嗯|哦|噢|喔|好的?|行|对|是的?|可以|你好|您好|那个|那|就是|我的?|应该|号码|是|答|回|喂|啊|呃|额|好吧|没错|我?本人|给你|给您|报一下|核实|可以核实|吧|的|哈|呢|谢谢|了|对吗|对吧|对不对|[，。！？ :])"
_WRONG = "(?:不对|不是(?=[，。 是我])|说错了?|打错了?|错了|更正)"
_OLD = f"{_DIGIT}{{3}}[0-9零一二三四五六七八九幺x]"
_ALONE = re.compile(
    f"(?:{_FRAME}*+(?:{_WRONG}|不是)?{_OLD}(?:{_FRAME}|{_WRONG})++)?{_FRAME}*+{_FOUR}{_FRAME}*+"
)
# No sum begins with 0 or ends in X, so these need no cue.
_SHAPE = re.compile(
    "(?<![0-9a-z.号年])(?P<d>0[0-9]{3}|[0-9]{3}x)(?![0-9a-z.元块%号期])"
)
_RUN = re.compile(f"[a-z]?{_DIGIT}{{2,}}[x.:%]?{_DIGIT}*|[0-9]")
_OR = re.compile(
    f"[，、 ]?(?:还是|或者?是?|要么是?){_DIGIT}{{3}}[0-9零一二三四五六七八九幺x]"
)
# 后四位 3X4Y 打错 是 3142
_MISTYPED = re.compile(
    "(?:身[份分]证|后[四4]位|末[四4]位|证件)[^0-9零一二三四五六七八九幺两，。]{0,6}(?P<w>[0-9a-z]{1,6})[，。 ]*(?:不对|[说打写记报]?错)了?"
    f"(?:[，。 ]|啊|哦|我|应该|的)*+(?:是|为)?[，。 ]*+{_FOUR}{_END}"
)
_FOUR_ONLY = re.compile(_FOUR)
_OTHER_TALK = re.compile(
    "还(?!是|有|要|没|记|行|可)|付|转|交|打|元|块|(?<!零)钱(?!包)|欠|月|期|天|账|利息|存|扣|额|¥|最低|给你|给您|借|要了|凑|卡|手机|电话"
    "|微信|单|合同|工号|编号|密码|验证|[十百千万]|号(?!码|的话|是|呢)|尾号|年|点|家|人|笔|消费|刷|结|断|减|算|差|多|以[上下内]|不行|左右|上下|最少|最多|至少|认|收到|涨|一次|出|超过|低于|高于|多于|少于|rmb|cny|yuan|[$¥]"
)
_READ = {"幺": "1", "两": "2", "洞": "0", "拐": "7", "勾": "9", "叉": "X", "x": "X"} | {
    c: str(i) for i, c in enumerate("零一二三四五六七八九")
}


def last_four(text: str) -> tuple[str, Span] | None:
    """Four characters (the last may be X) and where they stand, or None.

    The four are "" where two are named and neither is chosen.

    They need a cue (后四位, 身份证) or must be all that the message says; the
    tail of a bank card or a telephone number does not count.
    """
    found = _found(text)
    other = _OR.match(text, found[1][1]) if found else None
    # 3317还是3371: which of them only a question can tell.
    return ("", (found[1][0], other.end())) if found and other else found


def _found(text: str) -> tuple[str, Span] | None:
    mistyped = _MISTYPED.search(text)
    if mistyped:
        return _read(mistyped["d"]), (mistyped.start("w"), mistyped.end("d"))
    pairs = _PAIRS.search(text)
    if pairs:
        return _read(pairs["a"] + pairs["b"]), (pairs.start("a"), pairs.end("b"))
    if not _ANY_FOUR.search(text):
        return None
    for got in _CUE.finditer(text):
        lead = text[max(0, got.start() - 6) : got.start("d")]
        identity = re.search("身[份分]证|证件|sfz", lead) is not None
        if identity or not (
            _CARD.search(lead)
            or (got[0].startswith("尾号") and not got["d"].endswith("x"))
        ):
            again = _AGAIN.match(text, got.end("d")) or got
            return _read(again["d"]), (got.start("d"), again.end("d"))
    named = _NAMED_AFTER.search(text)
    if named:
        return _read(named["d"]), named.span("d")
    found = _ALONE.fullmatch(text) or _shaped(text) or _lonely(text)
    return (_read(found["d"]), found.span("d")) if found else None


def _lonely(text: str) -> re.Match[str] | None:
    """The only number of a message that speaks of no money and no time."""
    runs = list(_RUN.finditer(text))
    if len(runs) != 1 or _OTHER_TALK.search(text):
        return None
    return _FOUR_ONLY.fullmatch(text, *runs[0].span())


def _shaped(text: str) -> re.Match[str] | None:
    """0427 or 221X inside a message, unless it is the tail of something else."""
    found = _SHAPE.search(text)
    if found is None:
        return None
    lead = text[max(0, found.start() - 8) : found.start()]
    return None if _CARD.search(lead) or _NUMBERED.search(lead) else found


def _read(digits: str) -> str:
    plain = digits.replace("艾克斯", "x").replace("埃克斯", "x")
    return "".join(_READ.get(c, c) for c in plain)
