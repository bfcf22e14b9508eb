"""Everything a debtor's message says about sums, days and periods."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from actions.phrases.asides import without_talk
from actions.phrases.clauses import neutral
from actions.phrases.corrections import with_corrections
from actions.phrases.count_roles import with_refusals
from actions.phrases.day_roles import with_day_roles, with_one_naming
from actions.phrases.echoes import with_echoes
from actions.phrases.first_days import with_first_days
from actions.phrases.fold import Folded, fold
from actions.phrases.join import join
from actions.phrases.lastfour import last_four
from actions.phrases.paid_sums import with_paid_sums
from actions.phrases.rival_days import with_one_day, with_presents
from actions.phrases.rival_sums import with_one_sum
from actions.phrases.scan import Item, scan
from actions.phrases.soon_roles import without_soon
from actions.phrases.sum_roles import with_roles
from actions.phrases.values import Amount, Day, Periods, Phrases, Span

_NAMED = re.compile("[，,]?(?:就|这)?(?:是|为)?我?的?(?:身[份分]证|证件)")
_DIGITS_ONLY = re.compile("[0-9]{4}")


def read(text: str, now: datetime) -> Phrases:
    """The amounts (yuan), days, periods and ID digits in a message.

    Never raises. Days are reckoned from the calendar day of ``now`` in its own
    zone. A doubt is told as a kind other than "value", never as a value.
    """
    folded = fold(text)
    ref = now.date()
    four = last_four(folded.text)
    items = join(folded.text, scan(folded.text, ref, _closed(folded.text, four)))
    if not items:
        return Phrases(last4=_digits(four))
    items, corrected = _understood(neutral(folded.text), items, ref)
    placed = [_placed(folded, item) for item in items]
    return Phrases(
        tuple(i for i in placed if isinstance(i, Amount)),
        tuple(i for i in placed if isinstance(i, Day)),
        tuple(i for i in placed if isinstance(i, Periods)),
        _digits(four),
        corrected,
    )


def _understood(plain: str, items: list[Item], ref: date) -> tuple[list[Item], bool]:
    """The items with their roles, and whether anything was taken back."""
    items = with_roles(plain, without_soon(plain, items), ref)
    items = with_presents(plain, with_day_roles(plain, items, ref))
    items = with_paid_sums(plain, with_one_naming(plain, items), ref)
    items = with_refusals(plain, items)
    items, corrected = with_corrections(plain, items)
    items = with_echoes(plain, items)
    items = with_one_day(plain, with_first_days(items, ref))
    items = with_one_sum(plain, items)
    return without_talk(plain, items), corrected


def _digits(four: tuple[str, Span] | None) -> str | None:
    """The four; None where there are none or two are named."""
    return four[0] or None if four else None


def _closed(text: str, four: tuple[str, Span] | None) -> Span | None:
    """The digits of an ID are no sum, unless they are all there is: 2000."""
    if four is None:
        return None
    start, end = four[1]
    plain = _DIGITS_ONLY.fullmatch(text, start, end) and text[start] != "0"
    cued = re.search(
        "身份证|证件|验证|核验|核身|证号|[后末]|尾", text[:start]
    ) or _NAMED.match(text, end)
    return None if plain and not cued else four[1]


def _placed(folded: Folded, item: Item) -> Item:
    """The item with its span and words in the original text."""
    span = folded.source(item.span)
    return replace(item, span=span, text=folded.original[slice(*span)])
