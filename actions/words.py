"""Short answers that need no model: yes, no, cancel, skip."""

from __future__ import annotations

import re

from actions.alarms.watch import plain

#: Words that neither say yes nor no, and may stand around one.
_FILLERS = (
    "那么|那就|那|就是|就|我说|我看|额|呃|哎|唉|哦|噢|喔|啊|呀|呢|吧|嘛|啦|了|的|哈|滴|呗|咯|哒|喽|也|都|先|"
    "谢谢您|谢谢你|谢谢|麻烦您|麻烦你|麻烦|辛苦|您|你|请|🙏|😊|\u2764|👍|[ ~～。.!！,，、？?…]"
)
_YES_WORDS = (
    "按这个来|按你说的办|照这个办|就这么办|就这么定|就这样|按这个|照这个|帮我提交|帮我登记|是这样|是我|"
    "确认无误|没有问题|没问题|木问题|冇问题|没意见|没毛病|没错|不错|对头|对滴|对嘞|是滴|是嘞|差不多|"
    "知道了|要得|可以|可行|同意|接受|认可|确认|确定|明白|收到|晓得|正确|属实|愿意|需要|提交申请|提交|登记|办理|"
    "巴适|安逸|当然|必须|一定|好嘞|好咧|系嘅|okay|okk|ok|yes|yep|👌|👍|✅|🆗|"
    "嗯|恩|对|是|好|行|中|成|得|可|系|要|来|办"
)
_NO_WORDS = (
    "不是这样|不可以|不同意|不接受|不需要|不确认|不愿意|不是|不对|不行|不好|不要|不成|不中|不得行|要不得|不用|不想|"
    "没有|搞错|弄错|错|有误|唔系|冇|否|没|nope|no|❌|🙅\u200d♀|🙅\u200d♂|🙅|先不|别|不"
)
_YES = re.compile(f"(?P<word>{_YES_WORDS})|{_FILLERS}")
_NO = re.compile(f"(?P<word>{_NO_WORDS})|{_FILLERS}|我")
#: A yes or a no is short; what is longer says more than that.
_SHORT = 24
_CANCEL = re.compile(
    "算(了|球)|取消|撤销|撤回|作罢|不(弄|办|搞|登记|申请|提交|分期?|延期?|约|定|承诺|要)了|先(不|别)(办|登记|提交|弄|申请|分|说|定)?|"
    "(暂时|目前|现在)不(用|要|需要|办|想|考虑)|不(用|必)(了|办|登记|申请|麻烦)|再(想想|考虑|看看|说吧|说)|考虑(一下|下|考虑)|后悔了|不想(办|申请|分|弄|登记)"
)
_WAIT = re.compile(
    "(?:你?(?:先|都)?(?:别|不要|不用)(?:急|着急|慌|催)|不急|等等+|等(?:我)?(?:一?下|会|会儿|一会儿?)|稍等|慢着|且慢|先等等?"
    "|(?:等|让|容)?我(?:先|再|得)?(?:看看?|查查?|想想?|算算?|翻翻?|问问?|瞅瞅?|对)(?:一?下|哈)?(?:日历|日子|时间|手机|工资|排班|账|卡)?"
    "|[ ，,。.!！~～…啊哈呀吧嘛哦啦了的])+"
)
_SKIP = re.compile(
    "跳过|不(方便|想|愿意?|便)(说|讲|透露|告诉|填|提供)?|不(说|填|提供|讲)|没有|没(什么)?(了|别的)?|无|保密|下次|算了|不用|不(记得|清楚|知道|确定)|忘|记不(清|得)|pass"
)
_UNSURE = re.compile(
    "(我|这个?|也|还|都|真的?)*(不知道|不清楚|不晓得|不确定|没想好|没想过|随便|随意|看着办|不好说|说不好)"
    "(吧|了|啊|呀|呢|诶|[。.!！~])*"
)
_QUESTION = re.compile(
    "[?？]|吗|呢|么$|为(什么|啥)|怎么|如何|多少|几(号|时|点|天)|啥|什么|哪|是不是|会不会|能不能|可不可以|有没有"
)
_EMOJI_ONLY = re.compile(
    "[^0-9a-z\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+", re.DOTALL
)


def is_yes(text: str) -> bool:
    """Whether the whole message is a yes.

    >>> is_yes("嗯嗯，好的"), is_yes("好，不过改成26号")
    (True, False)
    """
    return _made_of(_YES, plain(text))


def starts_yes(text: str) -> bool:
    """Whether the message begins with a yes and goes on."""
    head = re.split(r"[\s,，。!！、；;]", text.strip(), maxsplit=1)[0]
    return _made_of(_YES, plain(head))


def is_no(text: str) -> bool:
    """Whether the whole message is a no.

    >>> is_no("不对"), is_no("没错")
    (True, False)
    """
    flat = plain(text)
    return _made_of(_NO, flat) and not _made_of(_YES, flat)


def is_cancel(text: str) -> bool:
    """Whether a short message calls off what is being arranged."""
    flat = plain(text)
    return len(flat) <= 16 and _CANCEL.search(flat) is not None


def is_wait(text: str) -> bool:
    """Whether a short message only asks for a moment: 先别急, 我看下日历.

    >>> is_wait("先别急"), is_wait("再想想吧")
    (True, False)
    """
    flat = plain(text)
    return 1 < len(flat) <= 14 and _WAIT.fullmatch(flat) is not None


def is_unsure(text: str) -> bool:
    """Whether the whole message only says that they do not know, or do not mind.

    >>> is_unsure("不知道啊"), is_unsure("不知道谁借的")
    (True, False)
    """
    return _UNSURE.fullmatch(plain(text)) is not None


def is_skip(text: str) -> bool:
    """Whether a short message passes over an optional question."""
    flat = plain(text)
    return len(flat) <= 12 and (_SKIP.search(flat) is not None or is_no(flat))


def is_question(text: str) -> bool:
    """Whether the message asks something."""
    return _QUESTION.search(plain(text)) is not None


def is_wordless(text: str) -> bool:
    """Whether there is no letter, digit or character in it: emoji, marks, nothing."""
    flat = plain(text)
    return not flat or _EMOJI_ONLY.fullmatch(flat) is not None


def _made_of(words: re.Pattern[str], flat: str) -> bool:
    """Whether *flat* is a run of the words and fillers, one word at least.

    Read from left to right, longest word first and never back: linear on any text.
    """
    if len(flat) > _SHORT:
        return False
    place, found = 0, False
    while place < len(flat):
        word = words.match(flat, place)
        if word is None:
            return False
        found = found or word["word"] is not None
        place = word.end()
    return found
