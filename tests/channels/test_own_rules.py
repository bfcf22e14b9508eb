"""The bot is held to the rulebook of its operator."""

from __future__ import annotations

import pytest

from bot.checking import own_checker
from bot.errors import BadInput

HEAD = "name: anxin\ntitle: 安信补充规则\nowner: 合规部\n"


@pytest.fixture
def overlay(tmp_path):
    def write(text):
        (tmp_path / "overlay.yaml").write_text(text, encoding="utf-8")
        return {"HECUI_CHECKER_OVERLAYS": str(tmp_path)}

    return write


def test_the_gate_goes_by_the_overlays_of_the_operator(overlay):
    checker = own_checker(overlay(HEAD))

    assert checker.rulebook.id.version.endswith("+anxin")


def test_an_overlay_that_cannot_be_used_stops_the_bot_with_its_line(overlay):
    with pytest.raises(BadInput) as caught:
        own_checker(overlay(HEAD + "rules:\n  T2.1-swearing: {enabled: false}\n"))

    assert any("overlay.yaml:5: CC131" in one for one in caught.value.problems)
    assert any("没有写理由" in one for one in caught.value.problems)
