"""``caring`` and ``mentioned``: strong words in the mouth of somebody who does his job.

Who sends an injured person to the hospital names the injury, who tells what was wrong
with a colleague's call repeats the threat.  Both are known by what the sentence *does*
around the strong word, and neither holds where it presses or menaces as well.
"""

from __future__ import annotations

import re

from compliance_checker.detect.candidate import Candidate

#: How far from the strong words the rest of the sentence still speaks of them.
WINDOW = 40

#: Something is done for the debtor: registered, put off, looked into, or open to them.
_HELP = (
    r"(?:帮|给|替|为)[您你]们?[^。,!?;]{0,4}(?:登记|备注(?!成|上[“\"老])|申请(?!强|执)|延期|缓"
    r"|转(?:接|到专|专|人工)|更新|移除|核实|核对|核查|暂停|停催|反映(?!到)|争取"
    r"|报困难|查一?[下查]|说明|道歉|叫救护)"
    r"|可以申请|申请(?:延期|减免|分期|停催|困难|异议|关怀|展期)|困难(?:证明|登记|材料|申请)"
    r"|登记(?:受灾|困难)|按(?:困难|受灾|灾害)|材料[^。,!?;]{0,4}(?:可以|上传|拍照)"
    r"|[您你](?:也|都|就|还)?可以(?:去|打|找|问|选|在|到|提|自己)(?!死)"
    r"|(?:先|这边|我们)[^。,!?;]{0,4}暂停"
)
#: Care for a person who is hurt, ill, bereaved, or has work to do.
_CARE = (
    r"先(?:去|把)?(?:养(?!着我)|看病|治|就医|休息|歇|忙|睡|照顾|安顿|顾好?(?:身体|自己|家|老人|孩子)"
    r"|身体|救人|避险)|注意(?:身体|安全|休息|保暖)|节哀|康复|身体(?:要紧|第一|为重)"
    r"|安全(?:第一|要紧)|人没事就好|路上(?:小心|慢)|不容易|辛苦|懂[您你]的?难处"
    r"|(?:我|我们|能|很)(?:很|都|能|也|完全|特别)?(?:理解|明白)[您你]|太难了|是难|找个?人陪陪?[您你]"
    r"|我都?懂|体谅[您你]|难为[您你]|不简单|会好(?:起来)?的|别灰心|好好(?:休息|养|过年)|多(?:休息|喝水)"
    r"|听医生|[去先]打疫苗|破伤风|看医生|[陪顾][^。,!?;]{1,5}要紧|还好吗|都还好吧|没伤着|伤口深|佩服|真懂事"
    r"|[,。]理解(?=[,。!]|\Z)|日子还得过|日子会|赔不赔|能?报销[多吗]|还好找回来|重新来过|干不了活吧|别(?:一个人)?硬?扛"
    r"|恭喜|路上别赶|[你您]开车慢点|离(?:他|它|她|他们)远点|怕[您你](?:忘|出事|误会|着急|吃亏|被骗)"
    r"|先下来(?!签|还)|一直在线|别让[她他]们?操心|说慢|我慢点"
)
#: Fear is taken away, not made.
_CALM = (
    r"别(?:怕|紧张|着急|急着(?!死|投胎|挂)|担心|自责|灰心|多想|想太多|难过|上火|慌|骂自己"
    r"|听[^。,!?;]{1,10}(?:瞎|乱|吓)|被[^。,!?;]{1,8}吓|自己吓)"
    r"|[您你](?:尽管|可以|就|大可|只管)?放心(?!吧)|不用(?:怕|担心|紧张|着急)"
)
#: The police and the doctor as help for the debtor: you call them, not we.
_REPORT = (
    r"(?:赶紧|(?<!我)(?<!们)马上|立刻|立即|快|(?<!我)(?<!们)先|尽快|千万要?|得|请|[您你](?:可以|要|应该|最好|直接)?"
    r"|有危险就|并)去?(?:报警|报个警|拨?打110|打一一零|报案|报个案|拨?打120|打一二零)(?![抓也都没吧告])"
    r"|[您你]去派出所(?:报|开|补|办)|保[留存]好?(?:证据|录音|截图|现场|聊天)"
    r"|留好?(?:证据|录音|聊天|截图)|固定证据"
)
#: The debt can wait, the caller goes.
_LATER = (
    r"先不(?:谈|说|聊|打|催|打扰|提)|(?:还款|账单|钱|账)[^。,!?;]{0,6}先放一?放|改天再(?:说|聊|联系|打)"
    r"|(?:好|完|通|清楚|修好|出院|办完|考完|回来)了?以?后?再(?:说|谈|聊)还款|不是(?:为了)?催[您你]|(?<!还)(?:好|完)了?再说还款"
    r"|(?:晚点|明天|回头|过两天|周[一二三四五六日])我?们?再(?:联系|说|聊|跟[您你]说|打(?!到|给[您你][家单公爸妈老]))"
    r"|都?不着?急(?=[,。!]|\Z)|慢慢来|缓(?:一缓|两天|着|几天)|不打扰|(?:我|那我)(?:赶紧|这就|先|马上)?挂了?(?=[,。!]|\Z)"
)
_CARING = re.compile("|".join((_HELP, _CARE, _CALM, _REPORT, _LATER)))

#: Pressure and menace: what stands beside them is no kindness.
_HOSTILE = re.compile(
    r"否则|不然|再不|若不|信不信|别怪|试试|掂量|看着办|(?<!不用)(?<!别)等着|小心(?:点|我|着)"
    r"|走着瞧|客气|逼我|给脸|后果自负|兜着走|后悔|没完|[你也]配|死你的|滚|他妈|妈的|你也|早晚"
    r"|到时候|没用|没人接|懂不懂|警察来了|(?<!着)先还|今天还|一投诉|难怪|懒得|听见没|怎么帮你"
    r"|以后(?:你|银行)|(?:我|我们)(?:就|可就|只能|只好)(?:去|找|打|让|叫|带|上|把|给)"
)
#: A kind word before it excuses nothing behind it.
_YET = re.compile(r"但|不过|可是|只是|就怕")

#: The words are named, not used: 您听成“坐牢”了, 坐牢这两个字.
_NAMED = (
    r"这(?:个|种)(?:词|说法|叫法)|[这那][两三四几]个字|我说的(?:是|不是)|我(?:刚才|刚)?说[“\"]"
    r"|意思是|指的是|听(?:成|错|岔)|口误|误会|说错了|不等于|官方概念"
    r"|[“\"][^”\"]{1,10}[”\"](?:这|不|是|都|属于)|[您你]问(?:的|我能|能不能|会不会|是不是)[“\"]?"
    r"|我?也不生气|我能理解,?换|录音里有|严肃处理|[你您]的?[^,。!?;等会]{0,3}(?<!等[你您])被(?:人|别人|交警|房东|老板|同学|消防)[^,。!?;]{0,3}(?:堵|打|扣|骗|封|没收|围|追|拆|拿|夹)[^,。!?;]{0,4}(?:了|的时候|过|呢)"
    r"|一看就是(?:[Pp][Ss]|假|骗)|想哪去了|想多了|别多想|别误会"
    r"|是指|玩笑吧|(?<![你您是])不是说(?!话|笑|好|说)"
)
#: The speaker's house did not do it, does not do it, cannot do it.
_DISOWNED = (
    r"不是我们(?:的人|安排|派|发|打|公司|平台|这边|行|说|银行)|我哪(?:认识|有这|敢|会)|[跟和与]我们(?:公司|催收)?(?:没关系|无关)"
    r"|(?:我|我们|我行|我司|行里|这边|公司)(?:公司|这里)?(?:绝对?|都|也|是|从来|一概|肯定|保证)?"
    r"(?:不会(?!放过|客气|罢休|善罢|手软|这么|就这|让[您你]好过|等|再|跟[您你]|一直|天天|轻易"
    r"|拦|心疼|删|停|松|同情|管|可怜|走)|没有权|没权|做不到|没这个权限)|绝不(?:做|允许)"
    r"|按(?:法律|合同|规定|制度)(?:来|办|走)|合规的|没多[问说]|(?:别的|什么|啥)[都也]?没[说提问讲]"
    r"|是别的案子|[归由]法院(?:管|定|判|说了算)|我说了不算|[账款]的?事?不影响"
    r"|我没(?:那个?|这个?)?(?:本事|权力|资格)|我[就只]是个?(?:打工|客服|传话)的?,?(?:咱|您|你别|不|还是)"
    r"|查(?:了,?没有|过,?没有|不到(?:这|那)[个位条])"
)
#: A mistake is owned up to or put right.
_PUT_RIGHT = (
    r"对不起|抱歉|道歉|赔(?:个|[您你])?不是|说错了|算错了|(?:登记|搞|弄|号码|系统)错了?"
    r"|更正|真对不住"
)
#: What somebody did is called wrong, and where to take it.
_DENOUNCED = (
    r"(?<![你您])(?:[这那]个?|都|本身就?|这种事?)?是?(?:违规|违法|犯法|犯罪|骗人|骗局)的(?=[,。!]|别|\Z)|[这那]个违法(?=[,。])"
    r"|(?<![你您])这是(?:违法|违规|犯罪)(?:行为)?(?=[,。])|停岗|报给质检|一定追究|追究[他她]"
    r"|可以(?:去)?投诉(?:他|她|我)|投诉(?:他|她|电话|渠道|没问题|热线)|(?:我们|这边)也(?:会)?上报"
    r"|红线|都是骗|防骗|是侮辱|别转账|没人性[^你您]{1,3}(?:代他|替他|道歉)"
)
_MENTIONED = re.compile("|".join((_NAMED, _DISOWNED, _PUT_RIGHT, _DENOUNCED)))


def caring(candidate: Candidate) -> bool:
    """Whether what is said around the words helps, cares, calms or lets go.

    Nothing is excused by what a 但是 parts from it, nor beside a threat.
    """
    before, window = _around(candidate)
    if _HOSTILE.search(window):
        return False
    for match in _CARING.finditer(window):
        if match.end() > len(before) or not _YET.search(before, match.end()):
            return True
    return False


def mentioned(candidate: Candidate) -> bool:
    """Whether the words are named, disowned, put right or denounced, not used."""
    _, window = _around(candidate)
    return not _HOSTILE.search(window) and bool(_MENTIONED.search(window))


def _around(candidate: Candidate) -> tuple[str, str]:
    """What stands before the words, and that with the words and what follows."""
    start, end = candidate.place
    before = candidate.text[max(0, start - WINDOW) : start]
    return before, before + candidate.text[start : end + WINDOW]
