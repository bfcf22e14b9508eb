"""What debtors send, made safe to store and to pass on, and the door's own sentences.

Nothing a debtor wrote is lost: only control characters that mean nothing to a reader
go out, and halves of characters (lone surrogates), which no database keeps.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

#: Characters of one message that are passed on; all of it is kept.  (The conversation
#: asks for anything over 2,000 in short, but looks for alarms in it.)
PASSED_ON = 8000

#: Shown while the dialogue server is away.
RECOVERING = "系统正在恢复，您刚才的消息已保存，恢复后会继续回复您。"


@dataclass(frozen=True, slots=True)
class Fixed:
    """A sentence of the door's own; ``template`` is its name in the casebook."""

    template: str
    text: str


EMPTY = Fixed(
    "door_empty",
    "我没有看到文字内容。您可以用文字告诉我想办什么，需要工作人员请回复“人工”。",
)
FALLBACK = Fixed(
    "door_fallback",
    "抱歉，这个问题我需要请工作人员来答复，已经为您登记，"
    "工作人员会尽快与您联系。您也可以继续留言。",
)


def clean(text: str) -> str:
    r"""The text without control characters and lone surrogates; line ends stay.

    >>> clean("你\x00好\ud83d\r\n吗")
    '你好�\n吗'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    kept = (c for c in whole if c in "\n\t" or unicodedata.category(c) != "Cc")
    return "".join(kept).strip()


def for_rasa(text: str) -> str:
    """The text so that Rasa reads it as words.

    Rasa takes a message that begins with a slash for a command (``/affirm``); a
    debtor must not be able to give one.

    >>> for_rasa("/affirm"), for_rasa("25号先还八百")
    ('／affirm', '25号先还八百')
    """
    text = text[:PASSED_ON]
    return "／" + text[1:] if text.startswith("/") else text
