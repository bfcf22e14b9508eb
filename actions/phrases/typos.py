"""Homophones and look-alikes in key words: 八白 is 八百, 名天 is 明天, 下走五 is 下周五.

A word is mended only where it can mean nothing else, and always to one of the
same length, so that offsets stay as they are.
"""

from __future__ import annotations

import re

_NUMBER = "一二两三四五六七八九"
_END = "(?=$|[，。！？；、 块元吧行可以呢的啊])"
_MENDED: tuple[tuple[str, str], ...] = (
    (f"(?<=[{_NUMBER}])[白佰柏摆](?=[{_NUMBER}]?{_END})", "百"),
    # 三干块, 两干五百: no 干 follows a digit otherwise, but for 一干二净 and 一干人.
    (
        f"(?<=[{_NUMBER}0-9])[干于](?=[{_NUMBER}]?(?:先|我|吧)?[还给转打](?!活|完)|[{_NUMBER}](?:今天|明天|后天|下周|月底)|[{_NUMBER}]百|[{_NUMBER}0-9]?(?:{_END}|嘛)|[0-9]{{3}}{_END})",
        "千",
    ),
    (
        "(?<![0-9一二两三四五六七八九十几])(?:(?:名|鸣|民)天|明[田填添])(?!使|才|生|空|鹅)",
        "明天",
    ),
    ("(?<![然背前])后(?:田|添)(?=$|[，。 还给付转打就])", "后天"),
    ("(?<=[下这本])[走州粥舟拜](?=[一二三四五六日天末](?![步个百千]))", "周"),
    ("(?<=[周期拜])[无午舞伍](?=$|[，。 还给付转打之前])", "五"),
    ("(?:心|星)(?:期|七|其|起)(?=[一二三四五六日天](?![十百千万期]))", "星期"),
    ("(?:李|里|礼)(?:拜|败)(?=[一二三四五六日天](?![十百千万期]))", "礼拜"),
    ("(?<=[下这每])(?:各|个)(?:月|约|越|曰)", "个月"),
    ("(?<![一二三四五六七八九十0-9个])月(?:抵|低)(?=$|[，。 还给付转打前之])", "月底"),
    ("(?:美|梅)(?=个?月[还给付供转0-9一二三四五六七八九])|没(?=个月还)", "每"),
    ("(?<=发)(?:公|工)(?:资|子|姿|自)(?!公)", "工资"),
    (
        "(?<=分)(成?(?:十二|十八|二十四|三十六|四十八|6|12|18|24|36|48))[七齐气](?=$|[，。 吧行还每])",
        r"\1期",
    ),
    # 分三七, 每七800; 分9七: two scripts in one number are a slip.
    (
        "(?<=分[0-9])七(?=$|[，。 吧每])|(?<=分[二三四五六八九十])七(?=[^。]{0,6}每[七期])",
        "期",
    ),
    ("(?<=每)[七其齐](?=[0-9一二两三四五六七八九](?:百|千|[0-9]))", "期"),
    ("(?:身|申|深|生)(?:份|分)[证正]", "身份证"),
    ("(?<=后[四4])(?:为|未|维)", "位"),
    (
        "(?:(?<=月[1-9一二三四五六七八九])|(?<=[^0-9百千万][1-9])|(?:(?<=[123][0-9])(?<![0-9百千万.][0-9]{2}))|(?<=十)|(?<=十[一二三四五六七八九]))(?:好|浩|耗)(?= ?(?:我|俺)?(?:就|能|先|再)?[还给付转打]|(?:之前|以前|左右|到账|前(?!面))|(?<=[浩耗])[，。])",
        "号",
    ),
)
# Two cheap looks decide whether any of the patterns above can apply.
_KEY = re.compile(
    "[无午舞填拜白佰柏摆名鸣民田添走州粥舟心星李里礼各约越曰抵低没美梅公子姿自七其齐气干于申深生正为未维好浩耗]"
)
_ANY = re.compile(
    "|".join(p.replace("(成?(?:十二", "(?:成?(?:十二") for p, _ in _MENDED)
)
_PATTERNS = tuple((re.compile(p), word) for p, word in _MENDED)


def mended(text: str) -> str:
    """The text with such words spelt right; its length is unchanged."""
    if not (_KEY.search(text) and _ANY.search(text)):
        return text
    for pattern, word in _PATTERNS:
        fixed = pattern.sub(word, text)
        text = fixed if len(fixed) == len(text) else text
    return text
