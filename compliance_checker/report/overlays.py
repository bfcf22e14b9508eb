"""What an operator laid over the rulebook, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from compliance_checker.report import words
from compliance_checker.rulebook.load import Rulebook
from compliance_checker.rulebook.overlay import Change, Overlay


def overlay_line(overlay: Overlay) -> str:
    """One line: whose overlay, what it adds, how much of the shipped it changes."""
    added = [
        f"{count} {what}"
        for count, what in (
            (len(overlay.rules), "条规则"),
            (len(overlay.lexicons), "个词表"),
            (overlay.terms, "个词"),
        )
        if count
    ]
    parts = [f"新增 {'、'.join(added)}"] if added else []
    parts.append(f"改动自带规则库 {len(overlay.changes)} 处")
    return f"{overlay.title}（{overlay.tag}）：{'；'.join(parts)}"


def overlay_lines(rulebook: Rulebook) -> str:
    """All overlays in one line each; empty where there is none."""
    return "\n".join(f"叠加规则：{overlay_line(one)}" for one in rulebook.overlays)


def overlay_facts(rulebook: Rulebook) -> dict[str, str]:
    """The same for the head of a report."""
    lines = [overlay_line(one) for one in rulebook.overlays]
    return {"叠加规则": " / ".join(lines)} if lines else {}


def changes_text(rulebook: Rulebook) -> str:
    """Every change of every overlay, with who decided it, when and why."""
    return "\n".join(line for one in rulebook.overlays for line in _changes(one))


def _changes(overlay: Overlay) -> Iterator[str]:
    yield f"叠加规则：{overlay_line(overlay)}，负责：{overlay.owner}"
    for change in overlay.changes:
        yield f"  {change_words(change)}"
        yield f"      {change.on:%Y-%m-%d} {change.by}：{change.reason}（{change.where}）"


def change_words(change: Change) -> str:
    """What was done, without why."""
    done = change.what
    if done == "off":
        return f"{change.name} 停用"
    if done == "on":
        return f"{change.name} 启用"
    if match := re.fullmatch(r"severity (\w+)→(\w+)", done):
        before, after = (words.SEVERITIES[one] for one in match.groups())
        return f"{change.name} 严重程度由{before}改为{after}"
    if change.kind == "policy":
        return "评分与结论办法换成本机构的"
    return f"词表 {change.name} 去掉 {done.removeprefix('without ')}"


def switched_off(rulebook: Rulebook) -> frozenset[str]:
    """The rules and checks that overlays switched off."""
    return frozenset(_named(rulebook.overlays, "off"))


def _named(overlays: Iterable[Overlay], what: str) -> Iterator[str]:
    for overlay in overlays:
        for change in overlay.changes:
            if change.what == what:
                yield change.name
