"""The Chinese words of the reports for the codes of the engine."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: The families of the taxonomy.
FAMILIES: Mapping[str, str] = {
    "T1": "人身威胁与暴力恐吓",
    "T2": "侮辱辱骂",
    "T3": "冒用身份",
    "T4": "虚假或夸大的后果",
    "T5": "骚扰、牵连第三人",
    "T6": "隐私与个人信息",
    "T7": "骚扰",
    "T8": "费用与资金",
    "T9": "程序与态度",
    "T10": "对脆弱客户仍施压",
}

#: The sub-categories of the taxonomy.
CATEGORIES: Mapping[str, str] = {
    "T1.1": "威胁本人人身安全",
    "T1.2": "威胁家属、子女",
    "T1.3": "涉黑涉恶、势力暗示",
    "T1.4": "非法限制、强行上门、扣押毁损",
    "T2.1": "脏话辱骂",
    "T2.2": "人格贬损、羞辱",
    "T2.3": "辱及家属、诅咒",
    "T2.4": "歧视",
    "T2.5": "漠视或煽动自伤",
    "T3.1": "冒充公检法、政府、央行",
    "T3.2": "冒充律师、夸大身份",
    "T3.3": "外部机构冒充委托银行",
    "T3.4": "伪造文书、案号",
    "T4.1": "刑事恐吓",
    "T4.2": "虚构诉讼、执行进度",
    "T4.3": "夸大征信、虚构黑名单",
    "T4.4": "夸大金额、虚假承诺",
    "T5.1": "向第三人透露债务",
    "T5.2": "要求第三人代偿、施压",
    "T5.3": "扬言联系亲友、单位、爆通讯录",
    "T5.4": "第三人拒绝后继续",
    "T6.1": "未核身即披露",
    "T6.2": "威胁公开、曝光",
    "T6.3": "炫示非法获取的信息",
    "T6.4": "索要敏感信息",
    "T6.5": "转私人渠道",
    "T7.1": "扬言轰炸、高频呼叫",
    "T7.2": "扬言扰乱工作、生活秩序",
    "T7.3": "该停不停（已签分期、争议中）",
    "T8.1": "额外收费",
    "T8.2": "私人账户收款",
    "T8.3": "诱导新借、套现、非法筹资",
    "T8.4": "超约定、超限息费",
    "T9.1": "拒报身份",
    "T9.2": "阻挠投诉、异议",
    "T9.3": "不实地拒绝协商",
    "T9.4": "规避录音留痕",
    "T9.5": "态度不文明",
    "T10.1": "明知对方重病、丧亲、未成年或有自伤表示仍催",
}

SEVERITIES: Mapping[str, str] = {"critical": "严重", "major": "较重", "minor": "轻微"}
STATUSES: Mapping[str, str] = {"violation": "违规", "needs_review": "待人工复核"}
OUTCOMES: Mapping[str, str] = {
    "violation": "违规",
    "needs_review": "待人工复核",
    "clean": "未发现问题",
    "not_checked": "未能检查",
}
ROLES: Mapping[str, str] = {
    "collector": "坐席",
    "debtor": "客户",
    "third_party": "第三人",
    "bot": "机器人",
    "unknown": "身份不明",
}
FORCES: Mapping[str, str] = {
    "law": "法律，有强制力",
    "binding_rule": "监管规定，有约束力",
    "standard": "推荐性标准",
    "self_regulation": "行业自律",
    "regional": "地方文件",
    "judicial": "司法解释，定性供参考",
    "house": "本机构内部规范，不是法规",
}
#: How far the text of a source was read; nothing is said where it was read in full.
CERTAINTIES: Mapping[str, str] = {
    "Q": "据公开引文",
    "S": "据公开摘要",
    "S?": "据单一来源摘要，待核",
    "M": "原文待核",
}

_REASONS: Mapping[str, str] = {
    "speaker is the collector": "说话人是坐席",
    "speaker is the bot": "说话人是机器人",
    "speaker is the debtor": "说话人是客户",
    "speaker is the third_party": "说话人是第三人",
    "speaker is not known": "说话人身份不明",
    "rule is experimental": "规则尚在试行",
    "the person said who they are; nothing else was checked": (
        "对方只自称本人，没有核对其他信息"
    ),
    "the personal data is not certain": "号码或住址不能完全确定",
    "not negated": "不是否定",
    "not a quotation": "不是转述",
    "not a question": "不是真实提问",
    "not a warning of fraud": "不是防骗提醒",
    "not a lawful notice": "不是依法告知",
    "not the compliant procedure": "不是说明合规流程",
    "not taken back": "没有道歉或收回",
    "not words of comfort": "不是安慰",
    "not left to the debtor's choice": "不是由对方自愿选择",
    "not words of care or help": "不是关心或帮助的话",
    "not only named, disowned or put right": "不只是提到、否认或更正",
    "said in one breath": "前后是同一句话",
    "not part of a longer word": "不是别的词的一部分",
    "day of the call not known: newest version of each source": (
        "通话日期不明，依据取各文件最新版本"
    ),
    "lender type not known: sources of all lender types": (
        "机构类型不明，依据含各类机构适用的文件"
    ),
    "no cited source was in force for this lender on that day": (
        "所列依据在通话当日对该类机构均不适用"
    ),
    "no dial log": "没有拨打记录",
    "not told by the dial log": "拨打记录看不出来",
    "no debtor_id": "没有客户编号",
    "the dial log holds nothing of that day": "拨打记录里没有那一天",
    "no number in the dial log": "拨打记录里没有这一通的号码",
    "no visit record": "没有外访记录",
    "no recording record": "没有录音档案信息",
    "no outsourcing notice log": "没有委外告知记录",
    "no adverse notice log": "没有不良信息告知记录",
    "no list of official numbers": "没有官方号码名单",
    "no personnel data": "没有人事考核数据",
    "no plan record": "没有分期登记",
    "no log retention record": "没有日志留存信息",
    "no assignment log": "没有债权转让通知记录",
    "no list of approved agencies": "没有合作机构名单",
    "no block list": "没有禁呼名单",
    "no started_at": "没有通话时间",
    "no channel": "没有渠道信息",
    "no plan status": "没有分期状态",
    "no dispute status": "没有争议状态",
    "too few turns": "句数太少",
    "transcript does not begin at the start of the call": "记录不是从通话开头起",
    "transcript does not begin at the start of the call; verification not known": (
        "记录不是从通话开头起，是否核身不明"
    ),
    "who is on the line is not known": "接听人身份不明",
    "nothing said by collector or bot": "坐席和机器人都没有说话",
    "judged on letter templates": "按函件模板另行检查",
    "judged on the words by rules of T3.3": "由 T3.3 各规则按用语判断",
}

_FACTS: Mapping[str, str] = {
    "on_line": "接听人",
    "verified": "已核身",
    "employer": "用工方式",
    "litigation": "已起诉",
    "plan": "分期状态",
    "dispute": "有争议",
    "lender_type": "机构类型",
    "channel": "渠道",
    "said_illness": "对方说过患病",
    "said_bereaved": "对方说过丧亲",
    "said_minor": "对方说过未成年",
    "said_crisis": "对方有自伤表示",
    "said_dispute": "对方提出异议",
    "said_complaint": "对方提出投诉",
    "said_refusal": "第三人拒绝过",
    "said_busy": "对方说过不方便",
    "said_hardship": "对方说过困难",
}
_VALUES: Mapping[str, str] = {
    "yes": "是", "no": "否", "debtor": "本人", "third_party": "第三人",
    "guarantor": "担保人", "in_house": "自有", "agency": "外部机构",
    "active": "履行中", "none": "无", "broken": "已违约", "requested": "申请中",
    "voice": "电话", "sms": "短信", "im": "在线", "visit": "外访", "letter": "信函",
    "bank_card": "信用卡", "bank_loan": "银行贷款", "consumer_finance": "消费金融",
    "micro_loan": "小额贷款", "debt_buyer": "债权受让方", "signed": "已签订", "performing": "履行中",
    "submitted": "已提交", "unknown": "不明",
}  # fmt: skip

#: The kinds of personal data.
PERSONAL: Mapping[str, str] = {
    "resident_id": "身份证号", "bank_card": "银行卡号", "mobile": "手机号",
    "landline": "固定电话", "plate": "车牌号", "passport": "护照号",
    "travel_permit": "通行证号", "qq": "QQ号", "wechat": "微信号", "email": "邮箱",
    "address": "详细住址",
}  # fmt: skip


def fact_name(name: str) -> str:
    """A fact of a call, in Chinese."""
    return _FACTS.get(name, name)


def fact_value(value: object) -> str:
    """The value of a fact, in Chinese.

    >>> fact_value(True), fact_value("agency")
    ('是', '外部机构')
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    return _VALUES.get(str(value), str(value))


#: How the evidence was read where it is not as written.
_HOW: Mapping[str, str] = {
    "as written": "原文",
    "all words weighed together": "没有单个词句可指，按整句字词的权重判定",
    "folded": "繁体、全角或大小写写法不同",
    "spaces removed": "字间有空格，去掉空格后读出",
    "fillers removed": "中间夹有语气词，略去后读出",
    "symbols removed": "中间夹有标点或符号，略去后读出",
    "repeats removed": "有重复的字，合并后读出",
    **{f"personal data: {kind}": f"话里带有{name}" for kind, name in PERSONAL.items()},
}
#: The same where one sign stands for another (``meant→seen`` or ``seen→meant``).
_READ: Mapping[str, str] = {
    "by sound": "按读音读出",
    "by initials": "按拼音首字母读出",
    "split character": "按字形读出",
    "swapped": "字序颠倒，按正常顺序读出",
}


def reason(text: str) -> str:
    """A reason, or why something was not checked, in Chinese; else as it is.

    >>> reason("not negated"), reason("verified: no")
    ('不是否定', '已核身：否')
    >>> reason("all words weigh +2.3, in doubt: 挨个, 你…家")
    '整句措辞权重 +2.3，尚有疑问，主要因为“挨个”“你…家”'
    """
    if text in _REASONS:
        return _REASONS[text]
    name, colon, value = text.partition(": ")
    if name == "not known":
        facts = (_FACTS.get(one, one) for one in value.split(", "))
        return f"不知道：{'、'.join(facts)}"
    if colon and name in _FACTS:
        return f"{_FACTS[name]}：{_VALUES.get(value, value)}"
    if match := re.fullmatch(r"took too long on turn (\d+)", text):
        return f"在第{int(match[1]) + 1}句超时"
    if match := re.fullmatch(r"(\w+) on turn (\d+)", text):
        return f"在第{int(match[2]) + 1}句出错（{match[1]}）"
    if match := re.fullmatch(r"all words weigh (\S+?)(, in doubt)?(?:: (.+))?", text):
        doubt = "，尚有疑问" if match[2] else ""
        words = f"，主要因为“{'”“'.join(match[3].split(', '))}”" if match[3] else ""
        return f"整句措辞权重 {match[1]}{doubt}{words}"
    return text


def how(text: str) -> str:
    """How the evidence was read, in Chinese.

    >>> how("by sound: 爆→抱")
    '按读音读出：“抱”即“爆”'
    >>> how("symbols removed, split character: 讠寸→讨")
    '中间夹有标点或符号，略去后读出；按字形读出：“讠寸”即“讨”'
    """
    groups: list[tuple[str, list[str]]] = []
    kind = ""
    for part in text.split(", "):
        name, colon, pair = part.partition(": ")
        if colon and name in _READ:
            kind = name
            groups.append((_READ[name], [_pair(kind, pair)]))
        elif kind and "→" in part:
            groups[-1][1].append(_pair(kind, part))
        else:
            kind = ""
            groups.append((_HOW.get(part, part), []))
    return "；".join(
        f"{words}：{'、'.join(pairs)}" if pairs else words for words, pairs in groups
    )


def _pair(kind: str, pair: str) -> str:
    """``爆→抱`` as what was written and what it stands for."""
    one, arrow, other = pair.partition("→")
    if not arrow:
        return pair
    # A sound is told as meant→seen; of initials the letters are what was seen.
    seen_last = kind == "by sound" or (kind == "by initials" and other.isascii())
    seen, meant = (other, one) if seen_last else (one, other)
    return f"“{seen}”即“{meant}”"


def clock(seconds: float | None) -> str:
    """Seconds into the call as minutes and seconds; nothing where not known.

    >>> clock(75.4)
    '1:15'
    """
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
