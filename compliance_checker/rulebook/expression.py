"""From a pattern's tree: literals to scan for, and a regular expression to search by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, product
from typing import NamedTuple

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
from compliance_checker.text.recipes import recipe

#: Characters of spoken and written numbers (``\N``).
NUMERALS = "0123456789零〇一二三四五六七八九十百千万亿两几半"

#: More literals than this are not made by joining neighbours.
MOST_LITERALS = 400


def literals(nodes: Sequence_) -> frozenset[str]:
    """Strings of which every match holds at least one; empty if there are none.

    Of all stretches that must occur, the one whose shortest string is longest, and of
    these the one with the fewest strings: rare text is cheap text.
    """
    return max((one[0] for one in _stretches(nodes)), key=_rarity, default=frozenset())


class Stretch(NamedTuple):
    """A piece of a pattern that must occur, and where in a match it begins.

    Of what stands before it in a match ``least`` to ``most`` characters count; up to
    ``slack`` more may lie between that and the string.
    """

    strings: frozenset[str]
    least: int = 0
    most: int = 0
    slack: int = 0


#: So many stretches of a pattern are told, the rarest first.
MOST_STRETCHES = 6


def as_it_is(text: str) -> str:
    """The text."""
    return text


def clauses(
    nodes: Sequence_, written: Callable[[str], str] = as_it_is
) -> tuple[tuple[Stretch, ...], ...]:
    """What must occur: for one of the clauses, a string of each of its stretches.

    A choice at the top of a pattern makes a clause each way.
    """
    if len(nodes) == 1 and isinstance(nodes[0], Either):
        return tuple(one for way in nodes[0].ways for one in clauses(way, written))
    return (clause(nodes, written),)


def clause(
    nodes: Sequence_, written: Callable[[str], str] = as_it_is
) -> tuple[Stretch, ...]:
    """The stretches of one way, the rarest first; *written* says how the view writes.

    Of stretches with the same strings one is told.  What the view takes out of a
    string may leave nothing to look for: such stretches are left out.
    """
    sizes = [_size(node, written) for node in nodes]
    least = [0, *accumulate(size[0] for size in sizes)]
    most = [0, *accumulate(size[1] for size in sizes)]
    found: dict[frozenset[str], Stretch] = {}
    for strings, at, slack in _stretches(nodes):
        here = frozenset(map(written, strings))
        if "" not in here:
            found.setdefault(here, Stretch(here, least[at], most[at], slack))
    ranked = sorted(found.values(), key=lambda one: _rarity(one.strings), reverse=True)
    return tuple(ranked[:MOST_STRETCHES])


def _size(node: Node, written: Callable[[str], str]) -> tuple[int, int]:
    """The fewest and the most characters of a view that the node matches."""
    match node:
        case Literal(text):
            size = len(written(text))
            return size, size
        case Words(_, terms):
            sizes = [len(written(term)) for term in terms]
            return min(sizes), max(sizes)
        case OneOf():
            return 0, 1  # at the edge of an utterance [^不] is met by nothing
        case Class(_, least, most):
            return least, most
        case Gap(most):
            return 0, most
        case Edge():
            return 0, 0
        case Either(ways):
            totals = [[_size(one, written) for one in way] for way in ways]
            return (
                min(sum(size[0] for size in way) for way in totals),
                max(sum(size[1] for size in way) for way in totals),
            )
        case Maybe(inner):
            return 0, _size(inner, written)[1]


def _stretches(nodes: Sequence_) -> list[tuple[frozenset[str], int, int]]:
    """For each stretch that must occur: its strings, its first node, and the slack."""
    found: list[tuple[frozenset[str], int, int]] = []
    run, begun, slack = NO_CHARACTER, 0, 0
    for at, node in enumerate(nodes):
        whole = exact(node)
        joined = _joined(run, whole or _heads(node))
        if run == NO_CHARACTER:
            begun, slack = at, 0 if whole else _size(node, as_it_is)[1]
        found.append((joined or run, begun, slack))
        if whole and joined:
            run = joined
        else:
            # Something of open length: only its last character joins what follows.
            loose = 0 if whole else _size(node, as_it_is)[1]
            found.append((whole or _needed(node), at, loose))
            run, begun, slack = whole or _heads(node) or NO_CHARACTER, at, loose
    found.append((run, begun, slack))
    return [one for one in found if one[0] and "" not in one[0]]


#: The strings of a stretch that has not begun.
NO_CHARACTER = frozenset({""})


def _joined(run: frozenset[str], more: frozenset[str]) -> frozenset[str]:
    """Each string of *run* with each of *more* behind it; empty if that is too many."""
    if len(run) * len(more) > MOST_LITERALS:
        return frozenset()
    return frozenset(a + b for a, b in product(run, more))


def _heads(node: Node) -> frozenset[str]:
    """The characters a run of digits or numerals can begin or end with."""
    if isinstance(node, Class) and node.letter != "w":
        return frozenset("0123456789" if node.letter == "d" else NUMERALS + ".")
    return frozenset()


def _rarity(strings: frozenset[str]) -> tuple[int, int]:
    return (min(4, min(map(len, strings))), -len(strings))


def exact(node: Node) -> frozenset[str]:
    """All that the node can match, where that is a short list of strings."""
    if isinstance(node, Literal):
        return frozenset({node.text})
    if isinstance(node, Words):
        return frozenset(node.terms)
    if isinstance(node, OneOf) and not node.negated:
        return frozenset(node.characters)
    if isinstance(node, Either):
        return _exact_choice(node)
    if isinstance(node, Maybe):
        inner = exact(node.node)
        return inner | NO_CHARACTER if inner else frozenset()
    return frozenset()


def _exact_choice(node: Either) -> frozenset[str]:
    strings: set[str] = set()
    for way in node.ways:
        parts = [exact(part) for part in way]
        size = 1
        for part in parts:
            size *= len(part)
        if not 0 < size <= MOST_LITERALS:
            return frozenset()
        strings.update("".join(choice) for choice in product(*parts))
    return frozenset(strings) if len(strings) <= MOST_LITERALS else frozenset()


def _needed(node: Node) -> frozenset[str]:
    """Strings of which a match of this one node holds at least one."""
    if isinstance(node, Either):
        ways = [literals(way) for way in node.ways]
        return frozenset().union(*ways) if all(ways) else frozenset()
    return _heads(node)


#: What ends a sentence on a view: the folded view keeps the marks of the text.
STOPS = "。!?;\\n"
_CLASSES = {"d": "[0-9]", "w": f"[^{STOPS}\\s]", "N": f"[{NUMERALS}.]"}


def ways(nodes: Sequence_) -> tuple[Sequence_, ...]:
    """The patterns that ``|`` joins at the top level; the tree alone if it joins none."""
    if len(nodes) == 1 and isinstance(nodes[0], Either):
        return tuple(way for part in nodes[0].ways for way in ways(part))
    return (nodes,)


def regex(nodes: Sequence_, written: Callable[[str], str]) -> str:
    """A regular expression for the tree.

    *written* says how the view writes a literal (folded, without fillers).  The only
    groups of the expression are the gaps, so that what filled them can be judged.  At either
    end of a pattern ``[^不]`` is also met by a sentence end or by the utterance's edge.
    """
    if len(nodes) == 1 and isinstance(nodes[0], Either):
        return "|".join(f"(?:{regex(way, written)})" for way in nodes[0].ways)
    last = len(nodes) - 1
    return "".join(
        _outer(node, written) if at in {0, last} else _regex(node, written)
        for at, node in enumerate(nodes)
    )


def _regexes(nodes: Sequence_, written: Callable[[str], str]) -> str:
    return "".join(_regex(node, written) for node in nodes)


def _outer(node: Node, written: Callable[[str], str]) -> str:
    if isinstance(node, OneOf) and node.negated:
        return rf"(?:[^{_inside(node, written)}]|\A|\Z)"
    return _regex(node, written)


def _inside(node: OneOf, written: Callable[[str], str]) -> str:
    return "".join(re.escape(written(c) or c) for c in node.characters)


def _regex(node: Node, written: Callable[[str], str]) -> str:
    match node:
        case Literal(text):
            return re.escape(written(text))
        case Words(_, terms):
            return alternation(map(written, terms))
        case OneOf(_, negated):
            inside = _inside(node, written)
            return f"[^{inside}{STOPS}]" if negated else f"[{inside}]"
        case Class(letter, least, most):
            return f"{_CLASSES[letter]}{{{least},{most}}}"
        case Gap(most, over):
            return f"({'(?s:.)' if over else f'[^{STOPS}]'}{{0,{most}}}?)"
        case Edge(sign):
            return r"\A" if sign == "^" else r"\Z"
        case Either(ways):
            return f"(?:{'|'.join(_regexes(way, written) for way in ways)})"
        case Maybe(inner):
            return f"(?:{_regex(inner, written)})?"


def alternation(terms: Iterable[str]) -> str:
    """A regular expression for any of *terms*, longest first, shared heads once.

    >>> alternation(["老婆", "老公", "老婆孩子"])
    '(?:老(?:公|婆(?:孩子)?))'
    """
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for term in sorted({*terms} - {""}):
        at = tree
        for character in term:
            at = at.setdefault(character, {})
        at[""] = {}
    return f"(?:{_branches(tree)})"


def _branches(tree: dict[str, dict]) -> str:  # type: ignore[type-arg]
    ways = []
    for character, below in tree.items():
        if not character:
            continue
        head = re.escape(character)
        rest = _branches(below)
        if not rest:
            ways.append(head)
        elif "" in below:
            ways.append(f"{head}(?:{rest})?")
        else:
            ways.append(f"{head}(?:{rest})" if "|" in rest else head + rest)
    return "|".join(ways)


def vanishing(nodes: Sequence_) -> Iterator[str]:
    """Parts that must occur and cannot, because the compact view takes them out."""
    table = recipe("compact").table
    for node in nodes:
        if isinstance(node, Literal) and not node.text.translate(table):
            yield node.text
        elif isinstance(node, Words):
            yield from (term for term in node.terms if not term.translate(table))
        elif isinstance(node, OneOf) and not node.negated:
            if not node.characters.translate(table):
                yield node.characters
        elif isinstance(node, Either):
            for way in node.ways:
                yield from vanishing(way)
