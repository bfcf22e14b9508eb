"""Small rulebooks on disk, to be loaded and spoiled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

RULE = """\
id: T5.3-contact-family
category: T5.3
title: 扬言联系亲友
since: "2026.11"
severity: major
why: 只能面向本人。
basis:
  - {id: PIPL, article: "6"}
suggestion: 我们只与您本人沟通。
false_alarms: 无
detect:
  any:
    - pattern: "打给<3>{relative}"
unless: [negated]
examples:
  match: [再不还就打给你老婆, 我打给你爸妈, 现在就打给您家人]
  no_match: [我们不会打给您家人, 和家人商量, 打给客服, 老婆在吗]
"""

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Write:
    """Write a rulebook folder: one rule (perhaps changed) and one word list."""

    def write(rule: str = RULE, name: str = "T5.3-contact-family", **more: str) -> Path:
        rules = tmp_path / "rules" / "T5"
        rules.mkdir(parents=True, exist_ok=True)
        (rules / f"{name}.yaml").write_text(rule, encoding="utf-8")
        for other, text in more.items():
            (rules / f"{other}.yaml").write_text(text, encoding="utf-8")
        lexicons = tmp_path / "lexicons"
        lexicons.mkdir(exist_ok=True)
        for list_ in ("relative", "loan", "kin", "institution"):
            if not (lexicons / f"{list_}.txt").exists():
                (lexicons / f"{list_}.txt").write_text(
                    f"# {list_}\n家人\n爸妈\n老婆\n", encoding="utf-8"
                )
        return tmp_path

    return write


@pytest.fixture
def rule_text() -> str:
    """A rule file in good order."""
    return RULE
