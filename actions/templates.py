"""The reviewed sentences of the bot, and the one way to say them.

Every sentence lives in ``texts/*.yml``.  A sentence with a fact of the debt is marked
``facts: true`` and cannot be rendered while identity is not settled.
"""

from __future__ import annotations

import string
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

#: Placeholders that may stand in a sentence for anybody.
OPEN_PLACEHOLDERS = frozenset(
    {
        "lender",
        "speaker",
        "sender",
        "link",
        "left",
        "days_to_answer",
        "until",
        "choices",
        "hotline",
        "badge",
    }
)
FIELDS = frozenset({"facts", "text", "sms", "before"})


class TextsError(ValueError):
    """The text files cannot be used; every problem is named."""


class FactsBeforeIdentityError(RuntimeError):
    """A sentence with facts was about to be said before identity was settled."""


@dataclass(frozen=True, slots=True)
class Template:
    """One sentence in its variants; ``sms`` is empty where the text is short enough.

    ``before`` is what is said while identity is not settled, where ``text`` would
    let a stranger guess what it is about; it is short enough for an SMS.
    """

    id: str
    facts: bool
    text: tuple[str, ...]
    sms: tuple[str, ...]
    before: tuple[str, ...] = ()

    def render(
        self,
        values: Mapping[str, str],
        *,
        channel: str,
        settled: bool,
        seed: str,
        said: int = 0,
    ) -> str:
        """The sentence for a channel; the same *seed* picks the same variant.

        *said* is how often it was said before: each time another variant comes.

        Raises:
            FactsBeforeIdentityError: If it holds facts and identity is not *settled*.
            KeyError: If a placeholder has no value.
        """
        if self.facts and not settled:
            raise FactsBeforeIdentityError(self.id)
        variants = self.sms if channel == "sms" and self.sms else self.text
        if self.before and not settled:
            variants = self.before
        first = zlib.crc32(f"{seed}/{self.id}".encode())
        return variants[(first + said) % len(variants)].format_map(values)


def template(template_id: str) -> Template:
    """The sentence with this id.

    Raises:
        KeyError: If there is none.
    """
    return templates()[template_id]


@cache
def templates() -> dict[str, Template]:
    """All sentences of the package, by id.

    Raises:
        TextsError: If a file is wrong; all problems are told together.
    """
    folder = resources.files("actions.texts")
    loaded: dict[str, Template] = {}
    problems: list[str] = []
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yml"):
            entries = yaml.safe_load(file.read_text("utf-8")) or {}
            for template_id, entry in entries.items():
                found = _problems(entry, template_id in loaded)
                problems += [f"{file.name}: {template_id}: {p}" for p in found]
                if not found:
                    loaded[template_id] = _template(template_id, entry)
    if problems:
        raise TextsError("\n".join(problems))
    return loaded


def placeholders(text: str) -> frozenset[str]:
    """The names in braces.

    >>> sorted(placeholders("{day}还{amount}"))
    ['amount', 'day']
    """
    names = (name for _, name, _, _ in string.Formatter().parse(text))
    return frozenset(name for name in names if name)


def _template(template_id: str, entry: dict[str, object]) -> Template:
    def lines(name: str) -> tuple[str, ...]:
        value = entry.get(name) or ()
        return tuple(str(line) for line in value) if isinstance(value, list) else ()

    facts = bool(entry["facts"])
    return Template(template_id, facts, lines("text"), lines("sms"), lines("before"))


def _problems(entry: object, doubled: bool) -> list[str]:
    if not isinstance(entry, dict) or not FIELDS.issuperset(entry):
        return [f"expected only the fields {sorted(FIELDS)}"]
    found = ["the id is used twice"] if doubled else []
    if not isinstance(entry.get("facts"), bool):
        found.append("`facts` must be true or false")
    if not entry.get("text"):
        found.append("`text` needs at least one sentence")
    lines = [
        line for name in ("text", "sms", "before") for line in entry.get(name) or ()
    ]
    closed = frozenset().union(*map(placeholders, lines)) - OPEN_PLACEHOLDERS
    if closed and entry.get("facts") is False:
        found.append(f"holds facts {sorted(closed)} but is not marked `facts: true`")
    return found
