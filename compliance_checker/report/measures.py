"""What each call-level check looks at, for people: how ``call/checks.py`` answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from compliance_checker.call.checks import (
    FEWEST_TURNS,
    IDENTITY_TURNS,
    RECORDING_SECONDS,
    RECORDING_TURNS,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A check in words; ``review`` is empty where it never asks for a person."""

    measured: str
    met: str
    not_met: str
    unable: str
    why: str
    #: What the answer is read from.
    source: str
    review: str = ""


_BEGINNING = (
    f"记录不是从通话开头起（前两句没有问候），或全部不足{FEWEST_TURNS}句，"
    "看不出是没说还是没录到。"
)

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "C01": Measure(
            source="通话信息（started_at），结束是否过晚看文字记录里的时间",
            measured="通话开始时间（started_at，按北京时间），以及延续到几点。",
            met="在8:00（含）至22:00（不含）之间开始，并在22:00前说完；信函不看时段。",
            not_met="在22:00至次日8:00之间开始。",
            unable="记录里没有 started_at。",
            why="夜间催收侵扰生活安宁，国家标准和行业自律都划定了时段。",
            review="22:00前开始，坐席在22:00以后仍在说。",
        ),
        "C06": Measure(
            source="文字记录",
            measured=f"坐席或机器人开头的{IDENTITY_TURNS}句里有没有说出自己所在的机构"
            "（银行、消费金融、小贷、资产、信用、信托、律所等），或受哪家机构委托。"
            "只提到对方的银行卡、账单不算。",
            met=f"{IDENTITY_TURNS}句之内说了机构名称，例如"
            "“我是安诚信用的客服，受海晟银行委托联系您”。",
            not_met=f"坐席已说满{IDENTITY_TURNS}句，仍没有说机构名称。",
            unable=f"{_BEGINNING}坐席不足{IDENTITY_TURNS}句就结束的，也不判。",
            why="对方有权知道是谁在联系自己；不报机构，也分不清真催收和诈骗。",
        ),
        "C08": Measure(
            source="文字记录，有 case.verified_by 时以它为准",
            measured="第一次说到欠款、金额、逾期之前，有没有核实对方是不是本人"
            "（问了只有本人知道的信息、对方答了、坐席接着往下说；"
            "或 case.verified_by 已注明）。",
            met="先核实，后谈债务；或整通没有谈债务。",
            not_met="还没有核实就说了欠款或金额。",
            unable="记录不是从通话开头起，又没有 case.verified_by，不知道之前核实过没有。",
            why="接电话的可能是家人或号码的新主人，欠款属于不得泄露的个人信息。",
            review="对方只自称本人，没有核对其他信息，坐席就谈了债务。",
        ),
        "C11": Measure(
            source="文字记录和渠道（channel）",
            measured=f"电话开头（坐席前{RECORDING_TURNS}句、"
            f"{RECORDING_SECONDS:.0f}秒以内）有没有说明通话录音。",
            met="说了“本次通话有录音”之类的话；短信、在线、外访不需要。",
            not_met=f"坐席已说满{RECORDING_TURNS}句，"
            f"或过了{RECORDING_SECONDS:.0f}秒，仍没有说明。",
            unable=f"{_BEGINNING}没有 channel（渠道）时也不判。",
            why="录音是处理个人信息，应当告知；没有条文逐字要求这句话，所以列为轻微。",
        ),
        "C12": Measure(
            source="文字记录",
            measured="机器人（role 为 bot）的第一句话。",
            met="第一句就说明自己是机器人、智能客服；或整通没有机器人说话。",
            not_met="第一句没有说明。",
            unable=_BEGINNING,
            why="模拟真人的对话应当显著标识，以免对方误认。",
        ),
        "C14": Measure(
            source="文字记录，接听人参照 callee",
            measured="接听人是第三人时，坐席有没有说到债务。"
            "接听人按 callee 和对方自己说的话判断。",
            met="没有向第三人说到债务。",
            not_met="向第三人说了欠款、逾期，或让人听出有债务的话。",
            unable="整通都不知道接听的是谁。",
            why="债务是私密信息，一经泄露无法收回。",
        ),
        "C15": Measure(
            source="文字记录",
            measured="第三人说过不要再联系、不愿转告以后，坐席有没有继续施压。",
            met="第三人拒绝后没有再要求转告、追问下落或说要再打。",
            not_met="拒绝之后仍继续。",
            unable="通话里没有人拒绝，又没有禁呼名单，不知道以前拒绝过没有。",
            why="第三人与债务无关，明确拒绝后不得再联系。",
        ),
        "C16": Measure(
            source="通话信息（case.plan）和文字记录",
            measured="分期履行中（case.plan 为 active、signed、performing）"
            "坐席有没有催对方还款。",
            met="没有催收；或没有履行中的分期。",
            not_met="本项不直接判违规，见“需要人工看”。",
            unable="没有 case.plan。",
            why="签了分期并按约履行的，应当停止催收；到期提醒不算催收，要由人来分。",
            review="分期履行中说了催款的话。",
        ),
        "C17": Measure(
            source="文字记录，有 case.dispute 时一并看",
            measured="对方提出异议（或 case.dispute 为 true）以后，坐席有没有催款。",
            met="有异议，核实期间没有催款；或 case.dispute 为 false、对方也没有提。",
            not_met="本项不直接判违规，见“需要人工看”。",
            unable="没有 case.dispute，通话里也没有人提异议。",
            why="收到异议应当备注并核实，核实期间继续施压等于不理异议。",
            review="提出异议以后仍在催款。",
        ),
    }
)

#: The checks that a dial log answers (``call/dials.py``).
BY_DIALS: Mapping[str, Measure] = MappingProxyType(
    {
        "C02": Measure(
            source="拨打记录（--dial-log）",
            measured="通话当天（北京时间），到这一通为止，与债务人本人接通并说上话的次数；"
            "打给第三人的不算。短信、在线、外访不看。",
            met="不超过上限（默认 3 次）。",
            not_met="这一通超过上限。",
            unable="没有拨打记录，记录里没有那一天，或通话没有 debtor_id、started_at。",
            why="反复拨打侵扰生活安宁；“有效通话”的定义未见原文，从几秒算起可在评分办法里改。",
        ),
        "C03": Measure(
            source="拨打记录（--dial-log）",
            measured="通话当天，到这一通为止，同一号码没有接通的次数。",
            met="不超过上限（默认 6 次）。",
            not_met="超过上限。",
            unable="没有拨打记录，记录里找不到这一通或它的号码。",
            why="行业指引：未接通时同一联系方式当天不宜超过 6 次。没有录音的日子见汇总里的拨打记录。",
        ),
    }
)

#: Checks that not even a dial log answers → why.
NOT_BY_DIALS: Mapping[str, str] = MappingProxyType(
    {
        "C04": "没有查到限定每周、每月次数的规定；要限的，属于本机构内部规范。",
        "C13": "要看本人连续几次、几天联系不上，以及第三人是谁；"
        "拨打记录不记第三人与债务人的关系和联系的理由。",
    }
)

#: What keeps a check from being made → what it would take, and where else to look.
MISSING: Mapping[str, str] = MappingProxyType(
    {
        "no dial log": "次数和接通情况要看全天、各号码的拨打记录，单通记录里没有。",
        "no visit record": "外访人数、证件和次数记在外访登记里，不在通话文字里。",
        "no recording record": "有没有录、录了多久、存多久要看录音系统，文字记录证明不了。",
        "no outsourcing notice log": "委外前有没有告知，要看告知的发送记录。",
        "no adverse notice log": "报送前有没有告知，要看征信告知的发送记录。",
        "no list of official numbers": "主叫号码和官方号码名单都不在文字记录里。",
        "no personnel data": "绩效办法属于人事资料。",
        "no plan record": "口头达成的分期要逐项对照登记内容，并核对录音。",
        "no log retention record": "日志留存多久要看系统配置。",
        "no assignment log": "债权转让有没有通知，要看通知的送达记录。",
        "no list of approved agencies": "要有公布的合作机构名单才能比对。",
        "judged on letter templates": "信函和长短信用模板，发出前按模板审核。",
        "judged on the words by rules of T3.3": (
            "怎么自报家门由 T3.3 各规则逐句判断，不再重复计。"
        ),
    }
)
