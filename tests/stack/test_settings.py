from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import HecuiError
from bot.launch.services import all_workers
from bot.settings import Settings, kept_secret, read_settings


def test_an_empty_environment_has_the_documented_defaults() -> None:
    settings = read_settings({})

    ports = (settings.rasa_port, settings.actions_port, settings.door_port)
    assert ports == (5005, 5055, 8000)
    assert (settings.checker_port, settings.desk_port) == (8010, 8020)
    assert settings.casebook.endswith("/.run/casebook.sqlite3")
    assert settings.public_url == "http://127.0.0.1:8000"
    assert (settings.demo, settings.test_clock) == (False, False)


def test_an_address_follows_its_port() -> None:
    settings = read_settings({"HECUI_RASA_PORT": "6005", "HECUI_ACTIONS_PORT": "6055"})

    assert settings.rasa_url == "http://127.0.0.1:6005"
    assert settings.actions_url == "http://127.0.0.1:6055/webhook"


@pytest.mark.parametrize("port", ["x", "0", "65536", "-1", "80.0", "八千"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(HecuiError, match="HECUI_DOOR_PORT") as refused:
        read_settings({"HECUI_DOOR_PORT": port})

    assert refused.value.exit_code == 2


@pytest.mark.parametrize("value", ["", "0", "no", "false", "off"])
def test_the_test_clock_is_off_unless_asked_for(value: str) -> None:
    assert not read_settings({"HECUI_TEST_CLOCK": value}).test_clock


def test_a_secret_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    settings = replace(Settings(), run=tmp_path / "run")

    first, second = (kept_secret(settings, "secret") for _ in range(2))

    assert first == second
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "run/secret").stat().st_mode) == 0o600


def test_more_rasa_workers_take_the_ports_after_the_first() -> None:
    settings = read_settings({"HECUI_RASA_WORKERS": "3", "HECUI_RASA_PORT": "6005"})

    assert settings.rasa_ports == (6005, 6006, 6007)
    assert settings.rasa_urls[-1] == "http://127.0.0.1:6007"
    names = all_workers(settings, ("actions", "rasa", "door"))
    assert names == ("actions", "rasa", "rasa-2", "rasa-3", "door")


def test_one_worker_is_the_default() -> None:
    assert read_settings({}).rasa_urls == ("http://127.0.0.1:5005",)


@pytest.mark.parametrize("workers", ["0", "9", "two", "-1", "1.5"])
def test_a_number_of_workers_out_of_range_is_refused(workers: str) -> None:
    with pytest.raises(HecuiError, match="HECUI_RASA_WORKERS") as refused:
        read_settings({"HECUI_RASA_WORKERS": workers})

    assert refused.value.exit_code == 2
