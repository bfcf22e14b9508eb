import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def made():
    """Path below ``docs`` → the text that the page should have."""
    spec = importlib.util.spec_from_file_location(
        "build_docs", ROOT / "tools" / "build_docs.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pages()


def test_the_generated_pages_are_up_to_date(made):
    stale = [
        name
        for name, text in made.items()
        if not (DOCS / name).is_file()
        or (DOCS / name).read_text(encoding="utf-8") != text
    ]

    assert not stale, "run `make docs`"


def test_no_page_is_left_of_a_rule_that_is_gone(made):
    there = {f"rules/{path.name}" for path in (DOCS / "rules").iterdir()}

    assert there == {name for name in made if name.startswith("rules/")}
