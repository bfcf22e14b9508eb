"""The identity gate: two factors, three tries, and nothing told before.

The first factor is what the debtor holds: the one-time link, or the registered number
(both bind the conversation to an account).  The second is the last four characters of
the ID.
"""

from __future__ import annotations

import hmac
import re
from datetime import datetime, timedelta

from actions.alarms.watch import plain
from actions.draft import Draft
from actions.handoff import give_up, open_ticket
from actions.reply import Outgoing, Reply
from actions.turn import Turn, answer, say
from actions.words import is_question, is_yes

WRONG_ANSWERS_ALLOWED = 3
#: Wrong answers count together, on whatever device and channel, for this long.
WRONG_ANSWERS_KEPT = timedelta(hours=24)
#: A conversation that slept longer than this is verified anew.
VERIFIED_HOURS = 24

_ID_NUMBER = re.compile(r"(?<![0-9])[1-9][0-9]{16}([0-9x])(?![0-9x])")
_LONG_NUMBER = re.compile(r"[0-9]{12,}")
_FOUR = re.compile(r"(?<![0-9a-z])[0-9]{3}[0-9x](?![0-9a-z])")
_READ_OUT = re.compile(
    "四位(?:数字?|号码?|数码)?(?:[是为:：]|就是)*([零一二三四五六七八九幺〇洞拐0-9]{3}[零一二三四五六七八九幺〇洞拐0-9x])"
    "(?![0-9零一二三四五六七八九十百千万元块])"
)
_DIGITS = str.maketrans("〇零一二三四五六七八九幺洞拐", "00123456789107")
#: 3o27, 3027: the same four typed twice, the first time with a wrong key.
_TWICE = re.compile(
    r"([0-9oilx]{4})(?:[^0-9a-z元块钱还付月期]|ok){0,10}([0-9]{3}[0-9x])(?:[^0-9元块钱还付月期]{0,4})"
)
_ROUND = re.compile(r"(?<![0-9])[1-9][0-9]00(?![0-9])")
#: 3006 明天还2600: digits that stand apart, before a sum.
_LEADING = re.compile(r"\s*([0-9]{3}[0-9Xx])[\s,，。;；]+(?=.*[还付交给])")
#: Four characters between blanks and marks, with something else beside them.
_TOKEN = re.compile(
    r"(?:^|(?<=[\s,，。.;；:：!！?？、…]))([0-9]{3}[0-9Xx])(?=$|[\s,，。.;；!！?？、~～…])"
)
#: The digits are a sum, a year or a tail of something else after such words.
_OTHER_NUMBER = re.compile(
    "(?:[还還付转轉交打存给給花扣欠]|每月|每个月|一个月|月供|先|剩|共|最多|顶多|只有|就|[卡号账]|尾号|电话|手机|工号|编号)(?:你们?|您)?(?:是|为|了|：|:)?[\\s,，]*$"
)
_UNIT_AFTER = re.compile(
    "[\\s,，]*(?:元|块|年|/|-|月|期|rmb|￥|[这那]个?(?:号|电话|短信)|是(?:谁|什么|啥)|的(?:电话|短信|号|人))"
)
_CUE = re.compile("身份|证件|四位|尾号|尾数|证号")
#: Words of paying: four digits beside them, uncued, are a sum.
_PAYING = re.compile(
    "[还還付转轉交打存块塊元钱錢月期]|[过過]住|[俾畀]|先|得唔得|行不行|[行成]吗|可以吗|[今明后听]日|分"
)
_ABOUT_DIGITS = re.compile(
    "(为什么|为啥|干嘛|干什么|凭什么|凭啥|做什么|怎么|干啥|有什么用).{0,8}(身份|后四位|证件|信息|核对|验证)"
    "|(身份|后四位|证件|核对|验证).{0,8}(干嘛|干什么|干啥|做什么|有什么用|为什么|安全吗)"
    "|(不|别|不想|不能|不会|不方便)(想|能|会|敢)?(给|提供|告诉|说|发).{0,6}(身份|后四位|证件|信息)"
)
_BUTTONS = ("转人工", "我不是您要找的人")


def respond(turn: Turn) -> Reply:
    """The identity question, or word that it is answered already."""
    if turn.settled:
        return answer(turn, "identity_known")
    return gate(turn, None) or answer(turn, "identity_known")


def gate(turn: Turn, wish: str | None, said: Draft | None = None) -> Reply | None:
    """Nothing when identity is settled, else the question that settles it.

    What the debtor wants and has said is kept for afterwards.
    """
    if turn.settled:
        return None
    if turn.account is None:
        return answer(turn, "identity_no_account", "转人工")
    if tries_left(turn) <= 0:
        return _lock(turn, "identity_locked_again")
    state = turn.state
    state.form = None
    state.draft = state.draft.with_newer(turn.said if said is None else said)
    if wish is None:
        return answer(turn, "identity_ask", *_BUTTONS, asks="id_last4")
    state.wish = wish
    return answer(turn, "identity_ask_wish", *_BUTTONS, asks="id_last4")


def slept(turn: Turn) -> bool:
    """Whether a verified conversation was silent so long that it counts no more."""
    seen = turn.state.seen_at
    if turn.session.verified_at is None or seen is None:
        return False
    silent = turn.now - datetime.fromisoformat(seen)
    return silent >= timedelta(hours=VERIFIED_HOURS)


def digits_of(turn: Turn) -> str | None:
    """The four characters offered as the second factor, if there are any."""
    flat = plain(turn.reading.text)
    whole = _ID_NUMBER.search(flat)
    if whole is not None:
        return whole[0][-4:]
    token = token_of(turn)
    if token is not None:
        return token
    leading = _LEADING.match(turn.reading.text)
    if leading is not None and _sum_besides(turn, leading[1]):
        return leading[1].upper()
    read_out = _READ_OUT.search(flat)
    if read_out is not None:
        return read_out[1].translate(_DIGITS)
    twice = _typed_twice(flat)
    if twice is not None:
        return twice
    if turn.reading.phrases.last4 is not None and not _speaks_of_paying(flat):
        return turn.reading.phrases.last4
    alone = list(_FOUR.finditer(flat))
    free = len(alone) == 1 and not _has_other_use(turn) and not _speaks_of_paying(flat)
    if turn.asked != "id_last4" or not free or _of_else(flat, alone[0]):
        return None
    return alone[0][0]


def _of_else(text: str, found: re.Match[str]) -> bool:
    """Whether the digits are a sum, a year or the number of something else."""
    left, right = text[: found.start()], text[found.end() :]
    cued = _CUE.search(left) is not None
    other = _OTHER_NUMBER.search(left) is not None and not cued
    return other or _UNIT_AFTER.match(right) is not None


def asked_now(turn: Turn) -> bool:
    """Whether identity is what the bot waits for: asked, or nothing said yet."""
    state = turn.state
    return turn.asked == "id_last4" or (state.turn == 0 and turn.asked is None)


def token_of(turn: Turn) -> str | None:
    """The one token of four characters, said beside something else: 5573 分半年吧.

    Round digits are left to the sums, and so is what stands after a word of paying.
    """
    text = turn.reading.text
    found = list(_TOKEN.finditer(text))
    if len(found) != 1 or not asked_now(turn) or len(found[0][0]) == len(text.strip()):
        return None
    [token] = found
    left, right = text[: token.start()], text[token.end() :]
    if token[1][-1] in "xX":
        return token[1].upper()
    if _of_else(text, token):
        return None
    if _ROUND.fullmatch(token[1]) and _CUE.search(left) is None:
        return None
    first_word = turn.asked is None and not left.strip()
    if first_word and _PAYING.search(right) and not _sum_besides(turn, token[1]):
        # 3260 明天还, with nothing asked: as well the sum.
        return token[1] if turn.said.plan_like else None
    return token[1]


def _sum_besides(turn: Turn, digits: str) -> bool:
    """Whether the sum of the message is another than the digits it begins with."""
    sums = [a.text.strip() for a in turn.reading.phrases.amounts]
    return any(text != digits for text in sums)


def _typed_twice(flat: str) -> str | None:
    """The right four digits after the same with one wrong key: 3o27 3027."""
    found = _TWICE.fullmatch(flat)
    if found is None or found[1].isdigit():
        return None
    differing = sum(a != b for a, b in zip(found[1], found[2], strict=True))
    return found[2] if differing <= 1 else None


def _speaks_of_paying(flat: str) -> bool:
    """Whether round digits without a cue stand among words of paying: 过住1000先."""
    uncued = _CUE.search(flat) is None
    return uncued and _ROUND.search(flat) is not None and bool(_PAYING.search(flat))


def _has_other_use(turn: Turn) -> bool:
    """Four digits that are a sum or a year in a sentence answer nothing."""
    phrases = turn.reading.phrases
    return bool(phrases.amounts or phrases.days or phrases.periods)


def accept(turn: Turn, digits: str) -> Outgoing | Reply:
    """The thanks when the digits are right, else what follows from a wrong answer."""
    account = turn.account
    assert account is not None
    if tries_left(turn) <= 0:
        # Wrong answers given elsewhere: not even the right one opens this device.
        return _lock(turn, "identity_locked_again")
    expected = account.id_last4.upper().encode()
    if hmac.compare_digest(digits.upper().encode(), expected):
        return _settle(turn)
    return _wrong(turn)


def _settle(turn: Turn) -> Outgoing:
    turn.session.verified_at = turn.now
    turn.session.wrong_answers = 0
    _note(turn, "session.verified")
    turn.state.asks = None
    turn.state.tries = 0
    return say(turn, "identity_done")


def _wrong(turn: Turn) -> Reply:
    turn.session.wrong_answers += 1
    left = tries_left(turn)
    _note(turn, "session.wrong_answer")
    if left > 0:
        return answer(
            turn, "identity_wrong", *_BUTTONS, asks="id_last4", left=str(left)
        )
    return _lock(turn, "identity_locked")


def tries_left(turn: Turn) -> int:
    """How many wrong answers are still allowed, all devices of the account counted."""
    account_id = turn.session.account_id
    if account_id is None:
        return WRONG_ANSWERS_ALLOWED
    given = turn.work.wrong_answers(account_id, turn.now - WRONG_ANSWERS_KEPT)
    return WRONG_ANSWERS_ALLOWED - given


def _lock(turn: Turn, template_id: str) -> Reply:
    turn.session.locked_at = turn.now
    _note(turn, "session.locked")
    open_ticket(turn, "identity_locked", "三次未核对上身份")
    turn.state.close_form()
    return answer(turn, template_id, outcome="no_disclosure")


def warnings(turn: Turn) -> tuple[Outgoing, ...]:
    """A word of care where more than four characters of a number were sent."""
    if _ID_NUMBER.search(plain(turn.reading.text)):
        return (say(turn, "identity_full_number"),)
    return ()


def not_answered(turn: Turn) -> Reply:
    """The question again, said so that the reason of the failure is met."""
    turn.state.tries += 1
    if turn.state.tries >= WRONG_ANSWERS_ALLOWED:
        wish, draft = turn.state.wish, turn.state.draft
        reply = give_up(turn, "identity_stuck", "多次未提供身份核对信息")
        # Digits sent later still take up what was wanted.
        turn.state.wish, turn.state.draft = wish, draft
        return reply
    return answer(turn, _repeat(turn), *_BUTTONS, asks="id_last4")


def explained(turn: Turn) -> Reply:
    """What the digits are for, and the question again."""
    return answer(turn, "identity_why", *_BUTTONS, asks="id_last4")


def asks_why(turn: Turn) -> bool:
    """Whether the message asks what the digits are for, or will not give them."""
    return _ABOUT_DIGITS.search(plain(turn.reading.text)) is not None


def _repeat(turn: Turn) -> str:
    flat = plain(turn.reading.text)
    if _LONG_NUMBER.search(flat):
        return "identity_card_number"
    if is_yes(flat) or turn.reading.intent == "affirm":
        return "identity_need_digits"
    if (
        asks_why(turn)
        or is_question(flat)
        or turn.reading.intent in ("deny", "refuse_to_pay")
    ):
        return "identity_why"
    return "retry_id_last4"


def _note(turn: Turn, kind: str) -> None:
    turn.work.event(
        kind,
        {},
        account=turn.session.account_id,
        session=turn.session.id,
        source=turn.source,
        now=turn.now,
    )
