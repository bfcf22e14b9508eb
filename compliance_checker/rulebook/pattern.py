r"""Patterns of rule files: read into a tree, from it literals and a regular expression.

The notation is that of ``docs/rule-format.md``.  There is no look-around and no
unbounded repeat, so every pattern matches in time linear in the text (for a given
pattern), and every pattern knows literals without which it cannot match.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from compliance_checker.rulebook.expression import literals
from compliance_checker.rulebook.tree import (
    Class,
    Edge,
    Either,
    Gap,
    Literal,
    Maybe,
    Node,
    OneOf,
    Sequence_,
    Words,
)

#: Characters a gap may hold at most.
LONGEST_GAP = 40


class PatternError(ValueError):
    """A pattern cannot be read; ``at`` is the character (from 0) that is wrong."""

    def __init__(self, at: int, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.at = at
        self.what = what
        self.hint = hint


_SPECIAL = "{}()|[]<>?^$\\"
_GAP = re.compile(r"<(\d{1,2})(!?)>")
_COUNT = re.compile(r"\{(\d{1,2})(?:,(\d{1,2}))?\}")
_RANGE = re.compile(r"([0-9])-([0-9])|([a-z])-([a-z])")
_NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def parse(pattern: str, lexicons: Mapping[str, tuple[str, ...]]) -> Sequence_:
    """The tree of *pattern*.

    Raises:
        PatternError: If it cannot be read, names a lexicon that is not there, or
            could match without any given character.
    """
    nodes = read(pattern, lexicons)
    if not literals(nodes):
        raise PatternError(
            0, "the pattern needs no character", "give it a word that must occur"
        )
    return nodes


def read(pattern: str, lexicons: Mapping[str, tuple[str, ...]]) -> Sequence_:
    """The tree of a *pattern* that was found in order before.

    Raises:
        PatternError: If it cannot be read, or names a lexicon that is not there.
    """
    reader = _Reader(pattern, lexicons)
    ways = reader.ways(depth=0)
    nodes = ways[0] if len(ways) == 1 else (Either(ways),)
    if reader.at < len(pattern):
        raise PatternError(reader.at, f"unexpected {pattern[reader.at]!r}")
    return nodes


def _spread(match: re.Match[str]) -> str:
    """All characters of a range such as ``3-7``."""
    first, last = (part for part in match.groups() if part)
    return "".join(map(chr, range(ord(first), ord(last) + 1)))


class _Reader:
    """A hand-written reader of one pattern, left to right."""

    def __init__(self, text: str, lexicons: Mapping[str, tuple[str, ...]]) -> None:
        self.text = text
        self.lexicons = lexicons
        self.at = 0

    def ways(self, depth: int) -> tuple[Sequence_, ...]:
        begun = self.at
        ways = [self.sequence(depth)]
        while self.at < len(self.text) and self.text[self.at] == "|":
            self.at += 1
            ways.append(self.sequence(depth))
        if not all(ways):
            raise PatternError(begun, "an empty choice", "use (…)? for a part at will")
        return tuple(ways)

    def sequence(self, depth: int) -> Sequence_:
        if depth > 20:
            raise PatternError(self.at, "groups are nested more than 20 deep")
        nodes: list[Node] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            if self.text[self.at] == "?":
                self._optional(nodes)
            else:
                nodes.append(self._node(depth))
                nodes.extend(self._more(nodes[-1]))
        return _joined(nodes)

    def _more(self, node: Node) -> list[Node]:
        """What a count behind ``[…]`` adds to the one that stands there."""
        count = _COUNT.match(self.text, self.at) if isinstance(node, OneOf) else None
        if not count:
            return []
        least, most = self._counted(count)
        return [node] * (least - 1) + [Maybe(node) for _ in range(most - least)]

    def _counted(self, count: re.Match[str]) -> tuple[int, int]:
        least, most = int(count.group(1)), int(count.group(2) or count.group(1))
        if not 0 < least <= most <= LONGEST_GAP:
            raise PatternError(self.at, "a count must be 1 to 40, the smaller first")
        self.at = count.end()
        return least, most

    def _optional(self, nodes: list[Node]) -> None:
        if not nodes or isinstance(nodes[-1], Gap | Edge | Maybe):
            raise PatternError(self.at, "'?' has nothing before it")
        nodes[-1] = Maybe(nodes[-1])
        self.at += 1

    def _node(self, depth: int) -> Node:
        sign = self.text[self.at]
        readers: dict[str, Callable[[], Node]] = {
            "{": self._lexicon,
            "[": self._one_of,
            "<": self._gap,
            "\\": self._class,
        }
        if sign == "(":
            return self._either(depth)
        if sign in readers:
            return readers[sign]()
        if sign in "^$":
            self.at += 1
            return Edge(sign)
        if sign in _SPECIAL:
            raise PatternError(self.at, f"unexpected {sign!r}", "write \\ before it")
        if sign == "*":
            raise PatternError(
                self.at, "no unbounded repeat", "write a gap such as <6>"
            )
        self.at += 1
        return Literal(sign)

    def _either(self, depth: int) -> Node:
        opened = self.at
        self.at += 1
        ways = self.ways(depth + 1)
        if self.at >= len(self.text):
            raise PatternError(opened, "'(' is never closed")
        self.at += 1
        return Either(ways)

    def _lexicon(self) -> Node:
        match = _NAME.match(self.text, self.at)
        if not match:
            raise PatternError(
                self.at, "'{' begins no lexicon name", "a name is a-z, 0-9 and _"
            )
        name = match.group(1)
        if name not in self.lexicons:
            raise PatternError(
                self.at, f"no lexicon {name!r}", f"add lexicons/{name}.txt"
            )
        self.at = match.end()
        return Words(name, self.lexicons[name])

    def _one_of(self) -> Node:
        end = self.text.find("]", self.at + 1)
        if end < 0:
            raise PatternError(self.at, "'[' is never closed")
        inside = self.text[self.at + 1 : end]
        negated = inside.startswith("^")
        characters = inside[1:] if negated else inside
        if not characters:
            raise PatternError(self.at, "no characters between '[' and ']'")
        self.at = end + 1
        return OneOf(_RANGE.sub(_spread, characters), negated)

    def _gap(self) -> Node:
        match = _GAP.match(self.text, self.at)
        if not match or int(match.group(1)) > LONGEST_GAP:
            raise PatternError(
                self.at,
                "'<' begins no gap",
                f"write <6> or <6!>, {LONGEST_GAP} at most",
            )
        self.at = match.end()
        return Gap(int(match.group(1)), bool(match.group(2)))

    def _class(self) -> Node:
        letter = self.text[self.at + 1 : self.at + 2]
        if letter and letter in _SPECIAL:
            self.at += 2
            return Literal(letter)
        if letter not in {"d", "w", "N"}:
            raise PatternError(self.at, f"unknown \\{letter}", "\\d \\w \\N are known")
        self.at += 2
        count = _COUNT.match(self.text, self.at)
        if not count:
            return Class(letter, 1, 12 if letter == "N" else 1)
        return Class(letter, *self._counted(count))


def _joined(nodes: Iterable[Node]) -> Sequence_:
    joined: list[Node] = []
    for node in nodes:
        last = joined[-1] if joined else None
        if isinstance(node, Literal) and isinstance(last, Literal):
            joined[-1] = Literal(last.text + node.text)
        else:
            joined.append(node)
    return tuple(joined)
