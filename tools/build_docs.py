"""Writes the pages that are made from data; ``tests/test_docs.py`` says when they are stale.

.venv/bin/python tools/build_docs.py
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compliance_checker.rulebook.load import Rulebook

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


#: The calls of ``examples/calls`` that are walked through, and what each shows.
WALKED = {
    "06-family-and-exposure": "坐席从“通讯录里那些人”一路说到曝光身份证，夹着辱骂和阻挠投诉。"
    "看点：同一句话可以有两个类别；每条命中都带原文、依据、理由和合规的说法。",
    "07-violence": "暗示上门、点名孩子的学校。看点：没有一个脏字也是严重违规；"
    "威胁靠谁对谁做什么来认，不靠单个词。",
    "10-crisis-pressed": "客户说出轻生念头之后坐席仍在催。看点：违规的不只是那句话，"
    "还有客户说过之后的不停；整通检查会记下它发生在哪一句。",
    "12-third-person-disclosed": "接电话的是同事，坐席把欠款说了出去。看点：同样的话对本人"
    "可以说、对第三人不可以，谁在线上由通话状态决定。",
    "02-clean-lawful-notice": "依法告知征信和诉讼的真实后果。看点：词和违规通话相近，"
    "但没有命中；“未检查”的项目逐条写明原因，不算作合规。",
}


def walkthrough(rulebook: Rulebook) -> str:
    """Five example calls with everything that is found in them, and why."""
    from compliance_checker.pipeline import Checker
    from compliance_checker.report.case import case_of, glossary
    from compliance_checker.report.text import case_text, sources_text
    from compliance_checker.report.words import ROLES
    from compliance_checker.transcript.read import read_all, sources
    from compliance_checker.transcript.source import Row
    from compliance_checker.weigh import kept

    checker, names = (
        Checker(rulebook, weigher=kept.read(), hearer=kept.read_cues()),
        glossary(rulebook),
    )
    parts = [
        "# 五通示例通话，逐条讲解\n\n由 `make docs` 从 `examples/calls` 和规则库生成；自己运行："
        "`compliance-checker check examples/calls`。\n"
    ]
    for call_id, about in WALKED.items():
        file = ROOT / "examples" / "calls" / f"{call_id}.jsonl"
        [row] = [one for one in read_all(sources([str(file)])) if isinstance(one, Row)]
        said = "\n".join(
            f"{at:2} {ROLES[turn.role]}：{turn.text}"
            for at, turn in enumerate(row.call.turns, start=1)
        )
        numbers: dict[str, int] = {}
        case = case_of(row.call, checker.check(row.call), names)
        found = case_text(case, numbers=numbers) + "\n" + sources_text(numbers)
        parts.append(
            f"## {call_id}\n\n{about}\n\n```\n{said}\n```\n\n```\n{found.strip()}\n```\n"
        )
    return "\n".join(parts)


def pages() -> dict[str, str]:
    """Every page that is made, by its path below ``docs``."""
    from compliance_checker.report.rule_index import rule_pages
    from compliance_checker.rulebook.load import load_rulebook

    rulebook = load_rulebook()
    made = {
        "cli.md": cli_page(),
        "rules.md": POINTER,
        "walkthrough.md": walkthrough(rulebook),
    }
    for name, text in rule_pages(rulebook).items():
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
