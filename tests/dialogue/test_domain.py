"""Rasa's project and our code name the same things."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.features import FEATURES
from actions.server import ACTIONS

ROOT = Path(__file__).parents[2]
DIALOGUE = ROOT / "bot" / "dialogue"
RASA = ROOT / ".venv-dialogue" / "bin" / "rasa"


def read(folder: str) -> dict[str, Any]:
    files = sorted((DIALOGUE / folder).glob("*.yml"))
    return {f.stem: yaml.safe_load(f.read_text("utf-8")) for f in files}


def rules() -> dict[str, str]:
    return {
        rule["steps"][0]["intent"]: rule["steps"][1]["action"]
        for file in read("rules").values()
        for rule in file["rules"]
    }


def named(field: str) -> set[str]:
    return {name for file in read("domain").values() for name in file.get(field, ())}


def test_every_intent_of_the_domain_has_a_feature_and_a_rule() -> None:
    assert named("intents") == set(FEATURES) == set(rules())


def test_every_action_of_the_domain_is_served() -> None:
    assert named("actions") == set(ACTIONS) == set(rules().values())


def test_a_feature_has_one_name_in_every_folder() -> None:
    for stem, file in read("rules").items():
        actions = {rule["steps"][1]["action"] for rule in file["rules"]}

        assert actions == {f"action_{stem}"}
        assert stem in read("domain")


def test_every_intent_has_training_messages() -> None:
    trained = set()
    for file in sorted((ROOT / "nlu_data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(file.read_text("utf-8"))["nlu"]:
            trained.add(block.get("intent"))

    assert set(FEATURES) - {"nlu_fallback"} <= trained


@pytest.mark.stack
def test_rasa_finds_nothing_to_warn_of(tmp_path: Path) -> None:
    run_rasa(
        tmp_path, "data", "validate", "--fail-on-warnings", *data(),
        "--config", config(),
    )  # fmt: skip


@pytest.mark.stack
def test_every_story_is_routed_as_written(tmp_path: Path) -> None:
    told = tmp_path / "told"
    for folder in ("rules", "stories"):
        shutil.copytree(DIALOGUE / folder, told / folder)
    domain = str(DIALOGUE / "domain")

    run_rasa(
        tmp_path, "train", "core", "--stories", str(told), "--domain", domain,
        "--config", config(), "--out", str(tmp_path / "models"),
    )  # fmt: skip
    run_rasa(
        tmp_path, "test", "core", "--fail-on-prediction-errors",
        "--model", str(tmp_path / "models"), "--stories", str(DIALOGUE / "tests"),
        "--out", str(tmp_path / "results"),
    )  # fmt: skip


def config() -> str:
    return str(DIALOGUE / "config.yml")


def data() -> list[str]:
    folders = [DIALOGUE / "rules", DIALOGUE / "stories", ROOT / "nlu_data" / "nlu"]
    return ["--data", *map(str, folders), "--domain", str(DIALOGUE / "domain")]


def run_rasa(place: Path, *arguments: str) -> None:
    if not RASA.exists():
        if os.environ.get("HECUI_REQUIRE_STACK") == "1":
            pytest.fail("no .venv-dialogue: run `make run` once, or unset the variable")
        pytest.skip("no .venv-dialogue")
    done = subprocess.run(
        [str(RASA), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=DIALOGUE,
        env={
            **os.environ,
            "HECUI_ACTIONS_URL": "http://127.0.0.1:1/webhook",
            "RASA_CACHE_DIRECTORY": str(place / "cache"),
        },
    )
    assert done.returncode == 0, done.stderr[-2000:]
