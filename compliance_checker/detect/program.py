"""A detector, ready to run: literals for the scan, and a search for what they promise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from compliance_checker.detect.candidate import Hit, Situation
from compliance_checker.model import Span
from compliance_checker.rulebook.expression import Stretch
from compliance_checker.rulebook.tree import Sequence_
from compliance_checker.text.reading import Reading
from compliance_checker.text.recipes import recipe
from compliance_checker.text.view import View, ViewName

Find = Callable[[Reading, Situation], Sequence[Hit]]


class Clause(NamedTuple):
    """What the scan asks for: a string of each stretch, in the order of the tree.

    Without a *tree* the strings alone must do.
    """

    stretches: tuple[Stretch, ...]
    tree: Sequence_ | None = None


class Expression:
    """Regular expressions, one for each way to say it, compiled when first needed.

    Few rules of a rulebook ever have to look, and compiling all of them took two
    thirds of the time to start.  Each way is searched for itself and from every place:
    a match that a verifier drops must not hide one that begins inside it, or where it
    begins.
    """

    __slots__ = ("_any", "_makers", "_ways")

    def __init__(self, *sources: str | Callable[[], str]) -> None:
        """Expressions, or what writes them when they are needed."""
        self._makers = sources
        self._any: re.Pattern[str] | None = None
        self._ways: tuple[re.Pattern[str], ...] = ()

    def occurs(self, text: str) -> bool:
        """Whether anything matches in *text*."""
        return self.any.search(text) is not None

    @property
    def any(self) -> re.Pattern[str]:
        """One expression for all ways."""
        if self._any is None:
            sources = self._sources
            self._any = re.compile("|".join(f"(?:{one})" for one in sources))
            if len(sources) == 1:
                self._ways = (self._any,)
        return self._any

    @property
    def _sources(self) -> list[str]:
        return [one if isinstance(one, str) else one() for one in self._makers]

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match in *text*, overlapping ones too, way by way from left to right."""
        # Most texts hold none of them: one search says so.
        first = self.any.search(text)
        if first is None:
            return
        if not self._ways:
            self._ways = tuple(map(re.compile, self._sources))
        for way in self._ways:
            match = way.search(text, first.start())
            while match:
                yield match
                if match.start() >= len(text):
                    break  # nothing was matched at the very end, and would be again
                match = way.search(text, match.start() + 1)


#: Made when first asked for: with the tables in the cache nobody asks.
Clauses = Callable[[], Sequence[Clause]]


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled detector.

    ``find`` can only find something in an utterance of which one view meets one of the
    view's ``clauses``; the scan asks nothing else.  A program with a ``mark`` is run on
    the turns that follow the mark, and on no others.
    """

    clauses: Mapping[ViewName, Clauses]
    find: Find = field(compare=False)
    #: The cue that must stand at most ``within`` turns before.
    mark: str = ""
    within: int = 0
    #: The same as several programs of one way each, so that only the ways for which
    #: the scan found the strings are searched for; empty where it is one way.
    parts: tuple[Program, ...] = ()
    #: What ``find`` searches for, where it reads the compact view only.
    expression: Expression | None = field(default=None, compare=False)
    #: What must be found beside it; the scan asks these too.
    also: tuple[Program, ...] = ()

    def on(self, view: ViewName) -> Sequence[Clause]:
        """Its clauses on *view*."""
        return self.clauses[view]() if view in self.clauses else ()

    @property
    def waits(self) -> bool:
        """Whether it is run only after its mark."""
        return bool(self.mark)

    @property
    def rarity(self) -> tuple[int, int]:
        """How seldom it wakes: the shortest string that wakes it, and how few do."""
        first = [
            text
            for clauses in self.clauses.values()
            for clause in clauses()
            for text in clause.stretches[0].strings
        ]
        return (min(map(len, first), default=0), -len(first))

    def possible(self, texts: Sequence[str]) -> bool:
        """Whether it can find anything in an utterance with these compact views."""
        expression = self.expression
        if expression is not None and not any(map(expression.occurs, texts)):
            return False
        return all(one.possible(texts) for one in self.also)


@dataclass(frozen=True, slots=True)
class Context:
    """What compiling a detector needs besides the detector."""

    lexicons: Mapping[str, tuple[str, ...]]
    #: Cue → its program; the ``state`` kind points at what a cue found.
    cues: Mapping[str, Program] = field(default_factory=dict)
    #: Name of the part of a sequence that must come first, if there is one.
    mark: str = ""


def scanned_views(views: Sequence[ViewName]) -> tuple[ViewName, ...]:
    """The views a scan must read for a detector that names *views*.

    What the folded view finds, the compact view finds too (a property test holds it),
    so the two together cost one scan.
    """
    if "compact" in views:
        return tuple(view for view in views if view != "folded")
    return tuple(views)


def written(view: ViewName) -> Callable[[str], str]:
    """How *view* writes a literal of a rule file."""
    table = recipe("folded" if view == "folded" else "compact").table
    return lambda text: text.translate(table)


def search(expressions: Mapping[ViewName, Expression], reading: Reading) -> list[Hit]:
    """Every place where an expression matches its view; places may overlap.

    Of one place there are several hits only if its gaps lie elsewhere.
    """
    hits: dict[tuple[Span, tuple[Span, ...]], Hit] = {}
    for name, expression in expressions.items():
        for view in reading.views(name):
            for match in expression.finditer(view.text):
                start, end = match.span()
                if start == end:
                    continue
                note = view.how(start, end)
                if note == "":
                    continue  # nothing was read back here: the plain view tells it
                span = view.origin(start, end)
                gaps = _gaps(view, match)
                if (span, gaps) not in hits:
                    hits[span, gaps] = Hit(
                        span, view.name, note or "", gaps, match=(view, start, end)
                    )
    return list(hits.values())


def _gaps(view: View, match: re.Match[str]) -> tuple[Span, ...]:
    """The only groups of an expression are its gaps."""
    return tuple(
        view.origin(start, end) for start, end in match.regs[1:] if 0 <= start < end
    )
