"""``negated``: the clause denies, forbids or rules out what the candidate says.

A word of negation is not yet a denial.  再不还就打 sets a condition, 别逼我打 and
不信你试试 threaten, 别以为我不敢打 denies the denial, 会不会 asks, and 不仅会打 adds.
"""

from __future__ import annotations

import re

from compliance_checker.detect.candidate import Candidate
from compliance_checker.verify.context import CLAUSE_ENDS, Lead, clause, gaps, leads

#: Words that deny what follows them in the clause.
_DENIAL = re.compile(
    r"(?<!保)不(?:会|能(?!不)|得(?!不|了|已)|可以|可能|准|许|允许|应该?|该|存在|是|再(?!还|处理|交|接)|予|做|至于|打算|支持"
    r"|需要(?!我(?!们)|等)|建议|推荐|鼓励|赞成|提倡|主张|提供|接受|方便(?!说)|便(?![宜])|代表(?!不)|意味着?(?!不))"
    r"|从不(?!还|接|讲|守|落空|失手)|[绝决并从也都又才]不(?=[会能去打找联对向给骂威把让跟用是写贴发挂传拍印存留收])"
    r"|没有?(?=[说要让想叫给对向把跟打找骂威逼联做去上列违构])|没有|未曾?|从未|并未|不曾|没必要"
    r"|(?:没法|没办法|无法)(?!联系|找|取得|接通|打通|拨通|正常|按|偿|还|与|和|跟|履|在)"
    r"|禁止|严禁|杜绝|请勿|切勿|勿(?!忘)|无权|无需|无须|不必|不用(?!我(?!们)|等)"
    r"|不要(?!我(?!们)|脸|逼|怪|以为|等我|命|钱|激动|着急|生气|误会|紧张|嫌|嘴硬|狡辩|闹|吵|装|躲)"
    r"|(?<![特个级性区分告])别(?![人的墅说想怪逼以忘指装等扯墨跟跑躲害编嘴闹激急吵误紧挂耍赖狡嫌哭喊嚷]|到时|生气|着急|[让叫]我|[让叫](?:兄弟|弟兄))"
    r"|别(?=跟[您你]?家|跟他们|想太多)|拒绝|避免|(?<=[们边司行])哪有|不属于|谈不上|算不上"
)

#: 是不是, 敢不敢, 盗刷不盗刷, 有没有: a choice, not a denial.
_A_NOT_A = re.compile(
    r"([^\W不])不\1|([^\W\d不]{2})不\2|有没有|有没(?=[收办借说])|([收去来打看说听见到办做接])没\3"
)

#: 哪个没进过局子, 谁不知道: asked like this, it asserts.
_WHO_NOT = re.compile(r"(?:谁|哪个|哪一个|有几个|有谁)[还又]?[没不]有?")

#: 你不是填了联系人嘛: put like this, a denial asserts.
_NOT_SO = re.compile(r"不是(?=[^,。!?;]{1,24}?(?:吗|嘛|(?<![什怎这那要多])么))")

#: 别因为这点钱毁了…, 别让你孩子跟着丢脸: what is not to happen is threatened.
_LEST = re.compile(
    r"别(?:因为?|为了?|让|叫|弄得|搞得)[^,。!?;]{0,16}"
    r"(?:毁|害了|连累|丢[脸人]|跟着[你您]?(?:丢|受|倒霉|遭)|抬不起头|搭进去|葬送|耽误|断送|坐牢|进去|知道了|难看|难堪|遭殃|出事|白发人|守寡|成孤儿|没[了有]?[爹妈爸]|替你|陪葬|挨打|见血)"
)

#: 看我不…, 我不…不姓王: an oath.
_OATH = re.compile(r"看(?:我|老子|爷|哥)们?(?:今[天晚]|明天|怎么)?不")
_SWORN = re.compile(r"不姓|跟你姓|誓不|不罢休|才怪|不算完|就不叫|我是你(?:儿|孙)")

#: 不 and 没 themselves deny only what stands right behind them.
_PLAIN = re.compile(
    r"(?<![要再还就若凭])不(?:去|来|给|向|对|把|跟|让|再|随便|主动|直接|聊|谈|催|提|说|问|收|查|找|打)?\Z|没\Z"
)

#: Before a denial, these turn it round: 别以为我不会…, 谁说不能…, 不是不会….
_TURNED = re.compile(
    r"(?:以为|谁说|难道|不信|怎么就?|凭什么|保不[准齐]|说不定|不一定|不见得|未必|不保证"
    r"|不敢(?:保证|说)|谁(?:能|敢)?保证|不等于|不代表|不是|并非|不可能|不能|不得|没有|哪能)"
    r"[^,。]{0,5}\Z"
)

#: After a denial, these begin something it does not reach.
_RESTART = re.compile(
    r"否则|要不然?|不然|但是?|可是|而是|所以|因此|那(?:我|就|只)|只(?:好|能)|反而|反正"
    r"|(?:我|我们|咱们?|他们|你|你们|您)(?:就|会|要|得|马上|现在|直接|可以|已经|肯定|一定|必须|只)"
)
_THEN = re.compile(r"就|才(?!能)")
_CAUSE = re.compile(r"\A说(?!话)|因为?|由于|随便|动不动|一.{0,4}就|逾期就|单纯|仅")

#: 你不方便我方便: what the other side will not do is set against what the speaker will.
_OTHERS = re.compile(r"(?:你|他|她|人家)(?:也|都|要是|再|就是|真)?\Z")
_MINE = re.compile(r"(?:我|俺|咱)(?!的|这边?不|们?不)")

#: Words of condition: 你要是不能还… denies nothing of what follows.
_CONDITION = re.compile(
    r"(?:如果|要是|若|假如|只要|一旦|万一|既然|除非|再)[^,。]{0,6}\Z"
)

#: A denial behind the candidate: 打给家人是不允许的.
_AFTERWARDS = re.compile(
    r"\A[^,。!?;]{0,8}?(?<!不是)(?<!并非)(?<!对)"
    r"(?:不允许|不可能|不可以|禁止|严禁|违规|不对|不合规|不存在|没有的事|不会有|不会发生|没有依据|不行(?=的)"
    r"|(?<!.)是(?:违法|犯法|违规)(?=的)|(?<!你)(?:这种|都|这样|那样)(?:做|行为|做法)?是(?:违法|犯法|违规)(?=的))"
    r"(?:的|的事|的行为|的说法|这种事|这回事)?[了吧呢]?(?=[,。!?;]|\Z)"
)

#: What is named first and denied then: 远程协助我们没有, 抹是抹不掉的, …跟您没关系.
_TOPIC = re.compile(
    r"\A[^,。!?;]{0,6}?(?:"
    r"(?<![跟和与对给向找])(?:我们|我行|我司|银行|公司|行里|这边|这里|这种(?:东西|情况|事|说法)|这个)(?:这边|这里|是|都|现在|从来|目前)*"
    r"(?:没有(?:这[一个种项样条回款类][^,。]{0,4}|收[到过取]?|的|做过?|收取|要求|派过?|发过?)?"
    r"|不(?:收|做|办|要|碰|提供|支持|需要|接受|允许|存在|认可|会(?:有|做|发生|用|算|这[么样]做|去做|要)?|可以|能))"
    r"|是?(?:做|办|抹|改|删|减|退|弄)不(?:了|掉|成)"
    r"|是没有|(?:先|今天|暂时)不(?:谈|提|聊|催)|不(?:谈|提|聊|催|说)了|都别(?:提|说)"
    r")的?[了吧呢]?(?=[,。!?;]|\Z)"
    r"|\A[^。!?;]{0,12}?您?(?:千万|可千万)(?:别|不要)(?:这么|这样|去)?(?:做|信|干|弄|试)?[了]?(?=[,。!;]|\Z)"
    r"|\A[^。!?;]{0,16}?(?:[跟和与](?:您|我们)[^,。!?;]{0,4}(?:没有?(?:任何)?关系|无关))"
)

#: What is called untrue in the same breath: …要坐牢，这个说法不准确.
_UNTRUE = re.compile(
    r"\A[^;]{0,24}?(?:(?:这|那)(?:种|个|样|是)?[^,。!?;给要讨]{0,8}说法|没有?这(?:回|种|样的?)事"
    r"|谣言|误传|误解|不属实|不准确|(?<!可)不是我们(?:(?:派|发|打|做|说|干|办|贴|喊)过?的|(?:这边|行|公司)?的(?:做法|人|规定)|(?=[,。]|\Z))|这(?:个|样|么做)?是不(?:行|可以|允许)的|这个?不(?:行|可以|允许)的|使不得|这(?:个|种)?就?是恐吓|不是真的|是假的(?!吧)|别信|不要信|(?:没有|毫无)(?:任何)?(?:依据|根据|道理)"
    r"|(?:话|讲法)(?:是|都)?不对|(?:他|她|同事|人家|我们|前面|之前)[^,。!?;]{0,3}(?:说|讲|弄|搞)错了|跟您更正|并没有(?=[,。!?;]|\Z))"
)

#: 不是…吗: a denial put as a question asserts.
_RHETORICAL = re.compile(r"不是[^。!?;]*(?:吗|么)[?。]?\Z|难道")

#: 不是银行的我是支队的: where nothing is punctuated, a new subject ends the denial.
_NEW_SUBJECT = re.compile(r"(?:我们?|咱们?|俺|本人|这边|这里)(?:就?是|属于|来自|代表)")

#: How far a denial reaches without a comma, in characters.
REACH = 16


def negated(candidate: Candidate) -> bool:
    """Whether the clause the candidate stands in denies it."""
    around = clause(candidate)
    if _RHETORICAL.search(around.whole):
        return False
    after = candidate.text[candidate.place[1] :]
    if not _SWORN.search(after[:12]):
        stop = candidate.place[1] + len(around.after)
        for lead in leads(candidate, CLAUSE_ENDS):
            # What follows tells whether 不是 asks and what 别 is to prevent.
            if _denied(lead, lead.text + candidate.text[lead.end : stop]):
                return True
    if any(_TOPIC.search(gap) for gap in gaps(candidate)):
        return True
    return any(
        told.search(rest)
        for told, rest in (
            (_AFTERWARDS, around.after),
            (_TOPIC, after),
            (_UNTRUE, after),
        )
    )


def _denied(lead: Lead, whole: str) -> bool:
    """Whether a denial in what leads up to the candidate reaches its end.

    *whole* goes on to the end of the clause.

    The nearest denial that reaches the end decides: one that is turned round by
    another denies nothing.
    """
    seeming = [
        match.span()
        for what in (_A_NOT_A, _WHO_NOT, _NOT_SO, _LEST, _OATH)
        for match in what.finditer(whole)
    ]
    before = lead.text
    for start, end in reversed(_denials(before, lead.since)):
        if any(first <= start < last for first, last in seeming):
            continue
        between, ahead = before[end:], before[:start]
        if _OTHERS.search(ahead) and _MINE.search(between):
            continue
        if len(between) > REACH or _RESTART.search(between):
            continue
        if between.endswith(("的", "了")) and _NEW_SUBJECT.match(whole, len(before)):
            continue
        if _THEN.search(between) and not _CAUSE.search(between):
            continue
        return not (_TURNED.search(ahead) or _CONDITION.search(ahead))
    return False


def _denials(before: str, since: int) -> list[tuple[int, int]]:
    found = [match.span() for match in _DENIAL.finditer(before, since)]
    plain = _PLAIN.search(before, since)
    if plain and (not found or plain.start() > found[-1][0]):
        found.append(plain.span())
    return found
