"""``RESULTS.md``: one section a benchmark, each written by its own."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
TITLE = "# Measured\n"


def with_section(page: str, title: str, text: str) -> str:
    """*page* with the section *title* replaced, or added at its end; others stay.

    >>> with_section("# Measured\\n\\n## A\\n\\nold\\n\\n## B\\n\\nkept\\n", "A", "new")
    '# Measured\\n\\n## A\\n\\nnew\\n\\n## B\\n\\nkept\\n'
    """
    head, *sections = re.split(r"(?m)^## ", page or TITLE)
    named = {one.split("\n", 1)[0].strip(): one for one in sections}
    named[title] = f"{title}\n\n{text.strip()}\n"
    return (
        "\n\n## ".join([head.strip(), *(one.strip() for one in named.values())]) + "\n"
    )


def write_section(title: str, text: str, path: Path = RESULTS) -> None:
    """Put the section into the file."""
    page = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text(with_section(page, title, text), encoding="utf-8")


def provenance(command: str) -> str:
    """When, at which commit and how a figure was measured."""
    git = ("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD")
    commit = subprocess.run(git, capture_output=True, text=True, check=False)
    day = datetime.now(UTC).date()
    return f"{day}, commit {commit.stdout.strip() or 'unknown'}, `{command}`"
