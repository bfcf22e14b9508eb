"""Words that make a strong word lawful: notices, warnings, procedure, regret, offers."""

from __future__ import annotations

import re

from compliance_checker.detect.candidate import Candidate
from compliance_checker.verify.context import Around, sentence

#: A warning to the debtor: 请勿向…转账, 谨防…, 如遇…, 近期有不法分子….
_WARNING = re.compile(
    r"请勿|切勿|谨防|警惕|严防|提防|当心(?!点|我)|小心(?!点|我|着|你)|(?<!要)不要(?:轻信|相信|信|告诉|透露|提供|泄露|随意|向|给|把|点)"
    r"|别(?:轻信|相信|信|告诉|透露|给任何人|把)|千万(?:别|不要)(?=轻信|相信|信|点|交|付|充|给|把|向|转|汇|理|扫|下载|加|上当)|如遇"
    r"|遇到(?=[^,。]{0,10}(?:人|电话|短信|链接|骗|自称|要求|让您|这种|此类))|凡是[^。]{0,16}(?:骗|假的|都别|都不要|请勿)"
    r"|任何(?:人|单位|机构)(?:[^,。]{0,6}(?:让|要求|向|以|叫|索要)|都(?:无权|不会|不得|不应))|任何(?:以|要求)"
    r"|(?:您(?:可以|要|先|应该|最好|尽快|直接)*|请您?|建议您?|麻烦您?|并|请立即)[^,。]{0,4}(?:拨?打110|报警|保留(?:好)?证据|留存证据)(?![^。]{0,6}(?:没用|也没|也白))"
    r"|(?:赶紧|直接|立即|及时|一定|尽快)(?:拨打110|报警)(?=[,。!]|\Z)"
    r"|(?:有|防|自称|遇|都是)(?:不法分子|骗子|诈骗|冒充|假冒|人冒充)|您[^,。]{0,4}(?:固定|保留|留好|留着)(?:好|住)?[^,。]{0,5}(?:证据|现场|流水|记录|截图|录音|凭证)|不法分子|骗子(?:常|会|说|爱|最|通常|一般|往往|可能)|防骚扰|冒充|假冒|仿冒|以[^,。]{1,8}为名|诈骗电话|防诈|反诈|96110"
    r"|(?:都|肯定|一定)是(?:骗子|诈骗|骗局|骗人|套路|假的)|(?<![你您])[那这]是(?:骗子|骗局|骗人|套路)|(?:我们|我行|我司|银行|官方)(?:绝|从|都|是)?不会(?:向您|让您|要求|索要|以)"
)
#: … unless the speaker says it of the debtor or of himself.
_ACCUSED = re.compile(
    r"你(?:就是|这个|个|是个?|们)?(?:就是)?(?:骗子|诈骗|在?骗)|涉嫌|小心(?:点|我|着)"
)

#: Who asks for it himself warns of nothing: 数字念给我, 千万别跟别人说.
_SOLICITED = re.compile(
    r"(?<!不要)(?<!请勿)(?<!勿)(?<!不用)(?<!不会让您)(?:发|念|报|转|打|讲|说|告诉)(?:给|到|跟)?我(?![们行司方])"
    r"|[跟和给]我(?:讲|说|念|报)"
)


def anti_fraud(candidate: Candidate) -> bool:
    """Whether the sentence warns of fraud or of people posing as somebody."""
    around = sentence(candidate)
    if _ACCUSED.search(around.inside) or _ACCUSED.search(around.before):
        return False
    if _SOLICITED.search(around.whole):
        return False
    return bool(_WARNING.search(around.before) or _WARNING.search(around.after))


#: What keeps a legal consequence open, or leaves it to those who decide.
_HEDGE = re.compile(
    r"依法|依照|依规|按照?(?:合同|法律|规定|约定|协议)|根据(?:合同|法律|相关|有关|规定|约定|协议)"
    r"|可能(?!就|马上)|或(?:将|会|许)|有可能|协商不成|法院(?:会|将)?(?:通知|送达|审理|裁定|寄)|(?:裁定书|判决书|传票)上|您(?:也|都|还)?可以(?:请律师|申请|答辩|上诉|提复议|提异议|调解|应诉)|无法达成|仍(?:不|未)|(?:法院|司法机关|合同|法律|账单|通知)[^,。]{0,10}(?:为准|认定|判决|决定|裁定)"
    r"|以[^,。]{1,14}为准|由(?:人民)?法院|经(?:人民)?法院|向(?:人民)?法院|保留[^,。]{0,10}权利|有权(?:向|通过|要求|申请|答辩|查询|提出)|通过(?:诉讼|司法|法律)"
)
#: What turns a notice into a threat: a set hour, certainty, the person.
_PRESSURE = re.compile(
    r"等着|看你|让你|叫你|抓你|抓人|坐牢|牢饭|蹲|通缉|老赖|谁也|拦不住|没得商量|别怪|后果自负|自动起诉"
    r"|(?:今天|明天|今晚|下午|上午|马上|立刻|立马|现在就|半小?时|\d+分钟|几分钟|[一二两三]个?小时)[^,。]{0,8}(?:就|去|上门|起诉|冻结|查封|抓|划|执行|立案)"
    r"|一辈子|永远|全家|死|完蛋|全国"
)


def lawful_notice(candidate: Candidate) -> bool:
    """Whether a legal consequence is told abstractly, with the hedges of a notice."""
    around = sentence(candidate)
    if _PRESSURE.search(around.whole):
        return False
    return bool(_HEDGE.search(around.whole))


#: The way things are done properly.
_PROCEDURE = re.compile(
    r"征得[^,。]{0,6}同意|经[^,。]{0,6}同意|出示(?:工作)?(?:证|工牌)|由[您你]本人|本人(?:办理|操作|登录|到场|申请|App|的app)"
    r"|官方(?:渠道|app|客服|网站|微信|企业微信|公众号|账户|热线)|官网|手机银行|卡背面|对公账户|两名(?:以上)?工作人员|全程录音录像|按(?:照)?流程|书面(?:通知|申请)|(?<!不用)(?<!不走)(?<!不需)(?<!免)(?<!无需)(?<!需要)(?<!用走)(?<!不经)审批|(?<!不)需要审批"
)


def procedure(candidate: Candidate) -> bool:
    """Whether the sentence describes the compliant way of doing it."""
    return bool(_PROCEDURE.search(sentence(candidate).whole))


#: Regret for something said or done; 不好意思 alone is politeness, and can be irony.
_REGRET = re.compile(
    r"(?:对不起|抱歉|不好意思|道歉|请[您你]?(?:原谅|谅解|见谅)|赔(?:个)?不是|是我(?:不对|的错))"
)
_FAULT = re.compile(
    r"刚才|刚刚|之前|语气|重了|态度|说错|口误|冒犯|误会|误发|误操作|系统故障|整改|吵到|不该|不应该|不对|收回|失态|不当|骂|没有[^,。]{0,6}意思"
)
_STILL = re.compile(r"但是?|不过|可是|那(?:我|就)|只能|只好|我(?:们)?(?:就|还是|要|得)")


def apology(candidate: Candidate) -> bool:
    """Whether the words are taken back or regretted in the same breath."""
    text = candidate.text
    start, end = candidate.place
    window = text[max(0, start - 40) : end + 40]
    outside = text[max(0, start - 40) : start] + text[end : end + 40]
    if not _REGRET.search(outside) or not _FAULT.search(outside):
        return False
    return not _STILL.search(window)


#: 您别说自己没用: the debtor is being comforted.
_COMFORT = re.compile(
    r"(?:别|不要|千万别|不用|不必|没必要)(?:再)?(?:这么|这样|总)?(?:说|想|讲|骂|怪|责怪|觉得|看不起|把|认为|贬低)[^。!?;]{0,6}(?:自己|您|你)?"
)
_OF_ONESELF = re.compile(
    r"自己|这么想|这样想|这么说|这样说|自责|谁都有|每个人都|都会有"
)


def self_blame(candidate: Candidate) -> bool:
    """Whether the sentence talks the debtor out of blaming themselves."""
    around = sentence(candidate)
    return bool(
        _COMFORT.search(around.before)
        and _OF_ONESELF.search(around.before + around.after)
    )


#: It is the debtor's own choice.
_OFFER = re.compile(
    r"自愿|(?:如果|要是|若|假如)?[您你](?:要是|如果)?(?:愿意|同意|方便|需要|觉得合适|有需要|想|希望)(?:的话|[,]|我们|我)"
    r"|(?:如果|要是|若|假如)[您你](?:要是)?(?:愿意|同意|方便|需要|觉得合适|有需要|想|希望|自己)"
    r"|征得[您你](?:的)?同意|经[您你](?:本人)?同意|[您你]看(?:可以|方便|行|合适|这样)|由[您你](?:自己)?决定|[您你](?:自己|可以)(?:选择|考虑)"
)
#: 你愿意丢人的话… offers nothing.
_NO_OFFER = re.compile(
    r"愿意(?:丢|坐|进|让|死)|想(?:坐|进|死|丢|让|闹)|不(?:愿意|同意|方便)"
)


def conditional_offer(candidate: Candidate) -> bool:
    """Whether the sentence leaves it to the debtor's own will."""
    around: Around = sentence(candidate)
    outside = around.before + "|" + around.after
    return bool(_OFFER.search(outside)) and not _NO_OFFER.search(outside)
