from __future__ import annotations

import os
from pathlib import Path

import pytest

from compliance_checker.errors import SettingsError
from compliance_checker.settings import Settings, cache_folder, read_settings


def test_nothing_given_is_the_packaged_rulebook():
    assert read_settings({"PATH": "/bin"}) == Settings()


def test_folders_and_budget_are_read(tmp_path):
    house = tmp_path / "house"
    house.mkdir()

    settings = read_settings(
        {
            "HECUI_CHECKER_RULES": str(tmp_path),
            "HECUI_CHECKER_LEXICONS": str(tmp_path),
            "HECUI_CHECKER_OVERLAYS": os.pathsep.join([str(house), str(tmp_path)]),
            "HECUI_CHECKER_BUDGET_SECONDS": "0.5",
        }
    )

    assert settings == Settings(tmp_path, tmp_path, (house, tmp_path), 0.5)


@pytest.mark.parametrize("seconds", ["0", "-1", "soon", "nan", "inf", "99999"])
def test_a_budget_that_cannot_work_is_refused(seconds):
    with pytest.raises(SettingsError, match="CC402"):
        read_settings({"HECUI_CHECKER_BUDGET_SECONDS": seconds})


def test_all_that_cannot_work_is_told_at_once():
    with pytest.raises(SettingsError) as caught:
        read_settings(
            {
                "HECUI_CHECKER_RULES": "no-such-folder",
                "HECUI_CHECKER_OVERLAYS": "nor-this",
                "HECUI_CHECKER_BUDGET_SECONDS": "x",
            }
        )

    assert len(caught.value.problems) == 3


def test_tables_are_kept_where_the_variable_says_or_in_the_users_cache(tmp_path):
    assert cache_folder({"HOME": "/h"}) == Path("/h/.cache/hecui")
    assert cache_folder({"HOME": "/h", "XDG_CACHE_HOME": "/x"}) == Path("/x/hecui")
    assert cache_folder({"HOME": "/h", "HECUI_CHECKER_CACHE": "/y"}) == Path("/y")


@pytest.mark.parametrize("environment", [{}, {"HOME": "/h", "HECUI_CHECKER_CACHE": ""}])
def test_tables_are_kept_nowhere_if_nobody_says_where(environment):
    assert cache_folder(environment) is None


def test_a_switch_that_is_neither_on_nor_off_is_refused():
    with pytest.raises(SettingsError, match="CC404"):
        read_settings({"HECUI_CHECKER_RESTORE": "maybe"})


@pytest.mark.parametrize(("value", "on"), [("1", True), ("0", False)])
def test_disguised_words_are_read_back_unless_told_not_to(value, on):
    assert read_settings({"HECUI_CHECKER_RESTORE": value}).restore is on
    assert read_settings({}).restore is True
