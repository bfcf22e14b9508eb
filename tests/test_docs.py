import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def builder():
    spec = importlib.util.spec_from_file_location(
        "build_docs", ROOT / "tools" / "build_docs.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["cli.md", "rules.md"])
def test_a_generated_page_is_up_to_date(name):
    page = ROOT / "docs" / name

    assert page.exists(), "run `make docs`"
    assert page.read_text(encoding="utf-8") == builder().PAGES[name](), (
        "stale: run `make docs`"
    )
