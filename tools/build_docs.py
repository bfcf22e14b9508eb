"""Writes the pages that are made from data; ``tests/test_docs.py`` says when they are stale.

.venv/bin/python tools/build_docs.py
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
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


#: Prints a JSON list of what each command says of itself.
HELP = """
import contextlib, importlib, io, json, sys
pages = []
for module, words in json.loads(sys.argv[1]):
    page = io.StringIO()
    with contextlib.redirect_stdout(page), contextlib.suppress(SystemExit):
        importlib.import_module(module).main([*words, "--help"])
    pages.append(page.getvalue())
json.dump(pages, sys.stdout)
"""


def cli_page() -> str:
    """Every command's own help."""
    # One process for all: each takes seconds to import what it runs.
    wanted = json.dumps([(MODULES[words[0]], words[1:]) for words in COMMANDS])
    done = subprocess.run(
        [sys.executable, "-c", HELP, wanted],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"},
        capture_output=True,
        text=True,
        check=True,
    )
    parts = ["# Commands\n\nMade by `make docs` from the programs' own help.\n"]
    for words, page in zip(COMMANDS, json.loads(done.stdout), strict=True):
        parts.append(f"## {' '.join(words)}\n\n```\n{page.strip()}\n```\n")
    return "\n".join(parts)


POINTER = """# 规则一览

每条规则、每项检查各有一页，目录在 [rules/README.md](rules/README.md)，由 `make docs` 生成。
终端里看：`compliance-checker rules explain 编号`（规则、类别如 T5.3、检查如 C06、policy）。
"""


def pages() -> dict[str, str]:
    """Every page that is made, by its path below ``docs``."""
    from compliance_checker.report.rule_index import rule_pages
    from compliance_checker.rulebook.load import load_rulebook

    made = {"cli.md": cli_page(), "rules.md": POINTER}
    for name, text in rule_pages(load_rulebook()).items():
        made[f"rules/{name}"] = text
    return made


def main() -> None:
    made = pages()
    (DOCS / "rules").mkdir(exist_ok=True)
    for path in (DOCS / "rules").iterdir():
        if f"rules/{path.name}" not in made:
            path.unlink()
    for name, text in made.items():
        (DOCS / name).write_text(text, encoding="utf-8")
    print(f"{len(made)} pages in docs")


if __name__ == "__main__":
    main()
