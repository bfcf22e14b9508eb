"""Whether what rules found, or missed, is wrong all in all: words weighed together.

A rule sees the words it names.  The weigher sees all words of the utterance, and how
often each stood in sentences that break a rule and in lawful ones.  Both are heard: a
finding of a learned rule stands if the evidence together is strong enough, is left to a
person if it is in doubt, and is dropped if it is weak; and where no rule finds anything,
words that weigh enough are a finding by themselves.  Rules that the weights have never
met (those of an overlay) stand by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, NamedTuple, overload

import numpy as np

from compliance_checker.call.judging import Heavy
from compliance_checker.call.state import OURS
from compliance_checker.model import Finding, Span, Utterance
from compliance_checker.text.batch import Texts, joined
from compliance_checker.text.view import View
from compliance_checker.weigh import kernels
from compliance_checker.weigh.weights import (
    HEARD_MOST,
    STRIDE,
    WINDOW,
    Weights,
    blocks,
    normal,
)

Array = np.ndarray[Any, Any]

#: So many turns back something said is still heard.
BEFORE = 2
#: A category that weighs so much is meant, whatever else is.
OWN = -0.3
#: One of these between two words is ordinary writing.
BREAKS = frozenset("，。！？；、,.!?; \n…")
#: How evidence begins to read that a disguise had to be lifted for.
DISGUISES = ("by sound", "by initials", "split character", "swapped")


@dataclass(frozen=True, slots=True)
class Lines:
    """How much the evidence must weigh (log odds) to be what they name."""

    violation: float
    review: float
    #: The same where no rule found anything.
    alone: float
    alone_review: float
    #: How far a rule's category may weigh less than the heaviest one.
    lag: float = 0.3


@dataclass(frozen=True, slots=True)
class Mixture:
    """How what rules find and what words weigh go together (a logistic model)."""

    start: float
    #: Of: something is wrong; the heaviest category; the heaviest found by a rule.
    words: tuple[float, float, float]
    #: More than one rule; more than two.
    more: tuple[float, float]
    rules: Mapping[str, float]
    #: Where no rule finds anything.
    alone_start: float
    alone_words: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Part:
    """A window of an utterance and what its words weigh."""

    span: Span
    #: That anything is wrong at all, and each category.
    wrong: float
    categories: Array

    def overlaps(self, span: Span) -> bool:
        """Whether any character is in both."""
        return self.span.start < span.end and span.start < self.span.end


class Words:
    """The words of one utterance, weighed window by window as far as they are asked.

    Spans are those of the utterance, whatever *view* of it is weighed.
    """

    def __init__(
        self, weights: Weights, text: str, heard: str, view: View | None = None
    ) -> None:
        """*heard* is what the other side said before."""
        self.text = text
        self._weights = weights
        self._view = view
        self._said, self._places = normal(text)
        self._heard = normal(heard)[0]
        self._parts: dict[int, Part] = {}

    def tells(self, span: Span) -> bool:
        """Whether the view reads *span* otherwise than it is written."""
        assert self._view is not None
        start, end = self._view.locate(span)
        return self._view.how(start, end) != ""

    def over(self, span: Span) -> list[Part]:
        """The windows that *span* reaches into."""
        start, end = self._view.locate(span) if self._view else (span.start, span.end)
        if not len(self._said):
            return []
        first, after = np.searchsorted(self._places, (start, end)).tolist()
        last = max(0, len(self._said) - WINDOW + STRIDE - 1) // STRIDE
        low = max(0, (first - WINDOW) // STRIDE + 1)
        high = min(last, max(first, after - 1) // STRIDE)
        parts = (self._part(at) for at in range(min(low, last), high + 1))
        return [part for part in parts if part.overlaps(span)]

    def at_least(self, weight: float) -> list[Part]:
        """The windows of which the words alone weigh so much."""
        if not len(self._said):
            return []
        heavy = np.flatnonzero(self._weights.windows(self._said) >= weight)
        return [self._part(at) for at in heavy.tolist()]

    def _part(self, at: int) -> Part:
        if at not in self._parts:
            first = at * STRIDE
            window = self._said[first : first + WINDOW]
            last = first + len(window) - 1
            start, end = int(self._places[first]), int(self._places[last]) + 1
            span = self._view.origin(start, end) if self._view else Span(start, end)
            weight = self._weights.of(*blocks(window, self._heard))
            self._parts[at] = Part(span, float(weight[0]), weight[1:])
        return self._parts[at]


class Judged(NamedTuple):
    """The findings that stand."""

    stands: tuple[Finding, ...]
    #: Finding → what the words speak for, where that is clearly another category.
    meant: dict[Finding, Heavy]


class Weigher:
    """Weighs utterances.  Safe to share between threads."""

    def __init__(
        self,
        weights: Weights,
        mixture: Mixture,
        lines: Lines,
        floor: float,
        sha256: str = "",
    ) -> None:
        """*floor* is the least that words of a finding by themselves weigh.

        *sha256* says which file it was kept in.
        """
        self.sha256 = sha256
        self.weights = weights
        self.mixture = mixture
        self.lines = lines
        self.floor = floor
        self._column = {name: at for at, name in enumerate(weights.categories)}

    def judged(
        self,
        findings: Sequence[Finding],
        text: str,
        heard: str,
        hidden: Sequence[View] = (),
    ) -> Judged:
        """What is left of the *findings* in *text*, the doubtful ones for review.

        Disguised evidence is weighed in the one of the *hidden* readings that tells it,
        and stands where none does.
        """
        known = [one for one in findings if one.rule in self.mixture.rules]
        plain = Words(self.weights, text, heard)
        lifted = [Words(self.weights, view.text, heard, view) for view in hidden]
        stands: list[Finding] = []
        meant: dict[Finding, Heavy] = {}
        for one in findings:
            readings = [plain]
            if disguised(one):
                readings = [words for words in lifted if words.tells(one.span)]
            parts = readings[0].over(one.span) if readings and one in known else []
            if not parts:
                stands.append(one)
                continue
            words = readings[0]
            odds, part = self._most((self._odds(part, known), part) for part in parts)
            if odds >= self.lines.review:
                stands.append(self._weighed(one, odds, words.text))
                if self._lags(one, part):
                    line = self.lines.violation
                    meant[stands[-1]] = self._heavy(part, odds, words, line)
        return Judged(tuple(stands), meant)

    def _weighed(self, finding: Finding, odds: float, text: str) -> Finding:
        sure = odds >= self.lines.violation
        return replace(
            finding,
            status=finding.status if sure else "needs_review",
            reasons=(
                *finding.reasons,
                self._why(odds, text, finding.category, sure=sure),
            ),
        )

    def _lags(self, finding: Finding, part: Part) -> bool:
        """Whether the words speak clearly for another category than the rule."""
        own = part.categories[self._column[finding.category]]
        return bool(own < min(OWN, part.categories.max() - self.lines.lag))

    @staticmethod
    def _most(weighed: Iterable[tuple[float, Part]]) -> tuple[float, Part]:
        return max(weighed, key=lambda pair: pair[0])

    def _odds(self, part: Part, known: Sequence[Finding]) -> float:
        here = [one for one in known if part.overlaps(one.span)]
        rules = sorted({one.rule for one in here})
        columns = [self._column[one.category] for one in here]
        mixture = self.mixture
        wrong, best, own = mixture.words
        return float(
            mixture.start
            + wrong * part.wrong
            + best * part.categories.max()
            + own * part.categories[columns].max()
            + sum(mixture.rules[rule] for rule in rules)
            + mixture.more[0] * (len(rules) > 1)
            + mixture.more[1] * (len(rules) > 2)
        )

    def outlook(self, said: Texts, heard: Texts, rows: Array) -> tuple[Array, Array]:
        """Two facts for each of *rows* of *said*, told before any rule is tried.

        Whether its words may be a finding by themselves (bool), and what they add at
        most to the odds of rules after the text *heard* before that row (float64).
        """
        wrong, best, own = self.mixture.words
        alone, both = self.weights.outlook(said, heard, rows, wrong, best + own)
        # A rule's own category weighs no more than the heaviest, if that counts for it.
        sure = min(wrong, best, own) >= 0
        return alone >= self.floor, both + (self.mixture.start if sure else np.inf)

    def heavy(self, texts: Texts, rows: Array) -> Array:
        """Those of *rows* of *texts* whose words may be a finding by themselves."""
        nothing = joined([""] * len(rows))
        heavy: Array = rows[self.outlook(texts, nothing, rows)[0]]
        return heavy

    def alone(self, text: str, heard: str, view: View | None = None) -> Heavy | None:
        """What the words of *text* are by themselves, if they weigh enough.

        *text* may be a *view* of the utterance; the span is the utterance's.
        """
        words = Words(self.weights, text, heard, view)
        parts = words.at_least(self.floor)
        if not parts:
            return None
        odds, part = self._most((self._alone(one), one) for one in parts)
        if odds < self.lines.alone_review:
            return None
        return self._heavy(part, odds, words, self.lines.alone)

    def _heavy(self, part: Part, odds: float, words: Words, line: float) -> Heavy:
        category = self.weights.categories[int(part.categories.argmax())]
        sure = odds >= line
        why = self._why(odds, words.text, category, sure=sure)
        return Heavy(category, part.span, "violation" if sure else "needs_review", why)

    def _alone(self, part: Part) -> float:
        wrong, best = self.mixture.alone_words
        words = wrong * part.wrong + best * float(part.categories.max())
        return self.mixture.alone_start + words

    def _why(self, odds: float, text: str, category: str, *, sure: bool) -> str:
        told = [piece for piece, _ in self.telling(text, category)]
        doubt = "" if sure else ", in doubt"
        words = f": {', '.join(told)}" if told else ""
        return f"all words weigh {odds:+.1f}{doubt}{words}"

    def telling(
        self, text: str, category: str, most: int = 3
    ) -> list[tuple[str, float]]:
        """The pieces that weigh most for *category*, and the share of each."""
        said = normal(text)[0]
        column = self._column[category] + 1
        shares: dict[str, float] = {}
        weights = self.weights
        written = (_runs(said), _pairs(said))
        for names, pieces in zip(written, blocks(said, said[:0])[:2], strict=True):
            words = dict(zip(pieces.tolist(), names, strict=True))
            numbers = kernels.known(pieces, weights.names, weights.places)
            length = float(np.sqrt((weights.rarity[numbers] ** 2).sum()))
            both = weights.matrix[numbers][:, [0, column]] @ weights.unit[[0, column]]
            told = [words[name] for name in weights.names[numbers].tolist()]
            shares.update(zip(told, (both / length).tolist(), strict=True))
        # Numbers may be somebody's; a character alone tells a person nothing.
        ranked = sorted(
            (-share, -len(piece), piece)
            for piece, share in shares.items()
            if share > 0 and len(piece) > 1 and not _numbered(piece)
        )
        telling: list[tuple[str, float]] = []
        for share, _, piece in ranked:
            if not any(piece in one or one in piece for one, _ in telling):
                telling.append((piece, -share))
            if len(telling) == most:
                break
        return telling


def disguised(finding: Finding) -> bool:
    """Whether the evidence is not written as it is meant.

    Its pieces are then no words, and that somebody hides them says enough.  A comma is
    no disguise; a sign for every second letter is one.
    """
    if any(part.startswith(DISGUISES) for part in finding.how.split(", ")):
        return True
    signs = [sign for sign in finding.text if not sign.isalnum()]
    if len(signs) == 1 and signs[0] in BREAKS:
        return False
    return bool(dense(len(signs), len(finding.text) - len(signs)))


@overload
def dense(signs: int, letters: int) -> bool: ...
@overload
def dense(signs: Array, letters: Array) -> Array: ...
def dense(signs: int | Array, letters: int | Array) -> bool | Array:
    """Whether so many *signs* are more than ordinary writing puts between letters."""
    return 2 * signs >= letters


def heard_before(turns: Iterable[Utterance]) -> str:
    """What the other side said just before; *turns* are those before, nearest first."""
    others = [turn.text for turn in islice(turns, BEFORE) if turn.role not in OURS]
    return "\n".join(reversed(others))[-HEARD_MOST:]


def _numbered(piece: str) -> bool:
    return chr(kernels.GAP) in piece or any(map(str.isdigit, piece))


def _runs(said: Array) -> list[str]:
    """What ``kernels.runs`` names, in its order."""
    text = _text(said)
    return [
        text[first:last]
        for first in range(len(text))
        for last in range(first + 1, min(len(text), first + kernels.LONGEST) + 1)
    ]


def _pairs(said: Array) -> list[str]:
    """What ``kernels.pairs`` names, in its order."""
    text = _text(said)
    gap = chr(kernels.GAP)
    return [
        f"{text[first]}…{text[last]}"
        for first in range(len(text))
        if text[first] != gap
        for last in range(first + 2, min(len(text), first + 1 + kernels.REACH))
        if text[last] != gap
    ]


def _text(said: Array) -> str:
    return said.astype(np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
