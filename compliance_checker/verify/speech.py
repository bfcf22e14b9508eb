"""``quoted``, ``asked`` and ``next_clause``: words reported, asked, and run together.

Both have a double that threatens: 我跟你说 reports nothing, 信不信我打给你领导 asks nothing.
"""

from __future__ import annotations

import re

from compliance_checker.detect.candidate import Candidate
from compliance_checker.verify.context import leads, sentence

#: Somebody else's words, or the other side's: 您刚才说…, 有人跟您讲…, 之前的同事说….
_REPORT = re.compile(
    r"(?<![跟和给对向同与])您(?:[刚之昨上那这前是也又还][才刚前天次边面来儿]?|一直|自己)*(?:有|提到|跟我们|向我们|跟我)?"
    r"(?:说(?!话|明|服|一下|一声)|讲(?!一下)|提到|提及|反映|反馈|投诉(?:说|称|里|反映|有人|的(?:是|那|内容|事|人|时候))|表示|问|担心|听说|收到|遇到|接到|转述|描述|要求(?!我们?不)|[要让]我(?=口头|答应|承诺|保证))"
    r"|你(?:刚才|刚刚|之前|昨天|上次|前面|一直)(?:跟我们|跟我)?(?:说|讲|提到|反映|投诉(?:说|称|的)|问)"
    r"|你(?:提到|反映|反馈|投诉(?:说|称|里|反映|有人|的(?:是|那|内容))|听说|收到)"
    r"|(?:有人|别人|人家|对方|网上|外面|外界|那边|他们|上一?[个位通]|前一?[个位]|(?:刚才|之前|昨天|上次)那[个位]|那个人|那位|这位|(?<!我)(?<!们)同事)"
    r"(?:[^,。!?;]{0,8})?(?:说|讲|自称|声称|称|威胁|骂|告诉|宣称|传|冒充|让[您你])"
    r"|(?:之前|以前|前面|昨天|上次|先前)的?(?:同事|人员|坐席|专员|人|催收员?|客服)?"
    r"(?:[^,。!?;]{0,6})?(?:跟|对|和|给)[您你](?:说|讲|承诺|打电话说|打过来说)"
    r"|(?<![我们])自称"
    r"|所谓的?|传言|谣言|听到(?:有人)?"
)

#: After a report the speaker's own words begin again.
_OWN = re.compile(
    r"那(?:我|就|行|好|么我)|我(?:们)?(?:就|现在|马上|告诉|跟你|也|还|会|可|照)|但是?|可是|不过|反正|所以我|你(?:就|也|自己)"
)


def quoted(candidate: Candidate) -> bool:
    """Whether the sentence reports the candidate as somebody else's words."""
    return any(
        match.end() > lead.since and not _OWN.search(lead.text, match.end())
        for lead in leads(candidate)
        for match in _REPORT.finditer(lead.text)
    )


#: What makes a sentence a question: a particle at its end, A-not-A, or the mark.
_PARTICLE = re.compile(r"(?:吗|么|呢|没有|不|吧|没)?[?]\Z|(?:吗|么)[,。]?\Z")
_A_NOT_A = re.compile(
    r"是不是|有没有|会不会|能不能|可不可以|方不方便|是否|行不行|对不对|请问"
)

#: Questions that want no answer.
_THREAT_FRAME = re.compile(
    r"信不信|要不要(?:我|让|脸)|(?<!需)(?:还)?要我(?!们)|想不想|想(?:让|要我|坐|进|死|上|看)|难道|不怕|怕不怕"
    r"|是不是(?:想|要|找|欠|非|不想|脑|有病|有毛病|聋|傻|皮|没长|不要|骗|当我|觉得|以为|活|诚心|存心|故意|个?男?人)"
    r"|听(?:得|不)?懂|听见没|听到没|知不知道|好意思|丢不丢|配吗|配么|凭什么|算什么|什么东西|几个意思"
    r"|有没有(?:良心|脸|羞|素质|教养|脑|人性|廉耻)|还是人|是人吗|有脸|不害臊|不嫌|何必|至于吗"
    r"|怎么(?:不|还|就|有脸)|你(?:还)?敢|试试"
    r"|(?<!是)不是(?:说|讲|都|已经|早|签|有|在|答应|填|给过)"
)


def asked(candidate: Candidate) -> bool:
    """Whether the candidate stands in a question that wants an answer."""
    around = sentence(candidate)
    if _THREAT_FRAME.search(around.whole):
        return False
    if _PARTICLE.search(around.whole):
        return True
    return bool(_A_NOT_A.search(around.before) or _A_NOT_A.search(around.inside))


#: A clause of its own behind a comma: the person is addressed, or told what is done for
#: them.  您得, 您先交 … go on with what was begun.
_OWN_CLAUSE = re.compile(
    r",(?:您(?![得要必只把就不也那这欠敢]|先[交付转打还]|自己|给我)"
    r"|我们?(?:这边|现在|马上|再)?(?:[帮给替为]您|记下|登记|反馈|转给|反映|理解|明白))"
)


def next_clause(candidate: Candidate) -> bool:
    """Whether the candidate runs over into a clause that says something else.

    Where pieces of a pattern stand far apart (滞纳金…减, 投诉…别怪), a comma and a new
    statement between them tell that they were not said of one another.
    """
    return bool(_OWN_CLAUSE.search(sentence(candidate).inside))
