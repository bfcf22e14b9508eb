"""Writes the pages that are made from data; ``tests/test_docs.py`` says when they are stale.

.venv/bin/python tools/build_docs.py
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
COMMANDS = (
    ("hecui",),
    ("hecui", "up"),
    ("hecui", "accounts", "import"),
    ("hecui", "chat"),
    ("hecui", "outreach", "plan"),
    ("hecui", "outreach", "run"),
    ("hecui", "nlu", "evaluate"),
    ("hecui", "simulate"),
    ("compliance-checker",),
    ("compliance-checker", "check"),
    ("compliance-checker", "audit"),
    ("compliance-checker", "rules"),
    ("compliance-checker", "evaluate"),
    ("compliance-checker", "serve"),
    ("compliance-checker", "replay"),
)
MODULES = {"hecui": "bot.cli", "compliance-checker": "compliance_checker.cli"}


def cli_page() -> str:
    """Every command's own help."""
    parts = ["# Commands\n\nMade by `make docs` from the programs' own help.\n"]
    for words in COMMANDS:
        command = [sys.executable, "-m", MODULES[words[0]], *words[1:], "--help"]
        environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        parts.append(f"## {' '.join(words)}\n\n```\n{done.stdout.strip()}\n```\n")
    return "\n".join(parts)


def rules_page() -> str:
    """A table of every rule, by sub-category."""
    from compliance_checker.report.words import SEVERITIES
    from compliance_checker.rulebook.load import load_rulebook

    rulebook = load_rulebook()
    by_category = defaultdict(list)
    for rule in rulebook.rules:
        by_category[rule.category].append(rule)
    order = sorted(by_category, key=lambda c: [int(n) for n in c[1:].split(".")])
    lines = [
        "# 规则一览",
        "",
        f"由 `make docs` 生成。规则库版本 {rulebook.id.version}，"
        f"共 {len(rulebook.rules)} 条规则，覆盖 {len(order)} 个子类。"
        "`compliance-checker rules explain 规则编号` 可查看依据、示例与合规说法。",
        "",
        "| 子类 | 规则 | 标题 | 等级 | 依据 |",
        "|---|---|---|---|---|",
    ]
    for category in order:
        for rule in by_category[category]:
            basis = "、".join(
                entry.id + (f" {entry.article}" if entry.article else "")
                for entry in rule.basis
            )
            severity = SEVERITIES[rule.severity]
            lines.append(
                f"| {category} | {rule.id} | {rule.title} | {severity} | {basis} |"
            )
    return "\n".join(lines) + "\n"


PAGES = {"cli.md": cli_page, "rules.md": rules_page}


def main() -> None:
    for name, build in PAGES.items():
        (DOCS / name).write_text(build(), encoding="utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
