from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import HecuiError
from bot.launch.model import ensure_model, fingerprint, inputs, model_path
from bot.settings import Settings

FILES = {
    "bot/dialogue/config.yml": "pipeline: []",
    "bot/dialogue/domain/a.yml": "intents: [a]",
    "bot/dialogue/components/c.py": "x = 1",
    "nlu_data/nlu/a.yml": "nlu: []",
    "requirements/dialogue.txt": "rasa==3.6.21",
}
NO_INPUTS = (
    "bot/dialogue/models/x.tar.gz",
    "bot/dialogue/.rasa/cache",
    "bot/dialogue/endpoints.yml",
    "bot/dialogue/components/lean_server.py",
    "bot/dialogue/components/forgetful.py",
    "bot/dialogue/tests/test_a.yml",
    "bot/dialogue/components/__pycache__/c.pyc",
    "nlu_data/heldout/a.jsonl",
    "README.md",
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for name, text in FILES.items():
        write(tmp_path / name, text)
    return Settings(
        project=tmp_path, run=tmp_path / ".run", dialogue_python=str(tmp_path / "none")
    )


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_inputs_are_what_a_model_is_made_from(settings: Settings) -> None:
    for name in NO_INPUTS:
        write(settings.project / name, "x")

    names = {
        p.relative_to(settings.project).as_posix() for p in inputs(settings.project)
    }

    assert names == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_changed_input_wants_another_model(settings: Settings, name: str) -> None:
    before = model_path(settings)
    write(settings.project / name, "changed")

    assert model_path(settings) != before


def test_a_renamed_input_wants_another_model(settings: Settings) -> None:
    before = fingerprint(settings.project)
    domain = settings.project / "bot/dialogue/domain"
    (domain / "a.yml").rename(domain / "b.yml")

    assert fingerprint(settings.project) != before


@pytest.mark.parametrize("name", NO_INPUTS)
def test_anything_else_does_not(settings: Settings, name: str) -> None:
    before = model_path(settings)
    write(settings.project / name, "new")

    assert model_path(settings) == before


def test_a_model_that_is_there_is_not_trained_again(settings: Settings) -> None:
    write(model_path(settings), "a model")

    found = ensure_model(settings, {}, lambda stage, seconds: None)

    assert found == model_path(settings)


def test_a_missing_environment_is_one_clear_sentence(settings: Settings) -> None:
    with pytest.raises(HecuiError) as refused:
        ensure_model(settings, {}, lambda stage, seconds: None)

    assert "dialogue environment is missing" in refused.value.message
    assert "make dialogue" in refused.value.hint


def test_a_failed_training_leaves_no_model_and_names_its_log(
    settings: Settings,
) -> None:
    python = settings.project / "none"
    write(python, "#!/bin/sh\necho broken\nexit 3\n")
    python.chmod(0o755)

    with pytest.raises(HecuiError) as refused:
        ensure_model(settings, {}, lambda stage, seconds: None)

    assert "exit 3" in refused.value.message
    assert "train.log" in refused.value.hint
    assert (settings.logs / "train.log").read_text() == "broken\n"
    assert list(settings.models.glob("*.tar.gz")) == []
