"""The trained dialogue model: made when what it is made from has changed."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bot.errors import HecuiError
from bot.launch.service import tail
from bot.settings import Settings

#: Told every little while: what is being done, and for how many seconds.
Progress = Callable[[str, float], None]

#: Folders and files (below the project) that a model is made from.
INPUTS = ("bot/dialogue", "nlu_data/nlu", "requirements/dialogue.txt")
LEFT_OUT = frozenset({"models", ".rasa", "__pycache__", "tests", "results"})
#: Never an input of training, though they lie in the folder.
RUN_TIME_FILES = frozenset(
    {"endpoints.yml", "credentials.yml", "lean_server.py", "forgetful.py"}
)
POLL_SECONDS = 0.25
#: Rasa's log says which component it trains.
STAGE = re.compile(r"Starting to train component '([^']+)'")


def inputs(project: Path) -> Iterator[Path]:
    """The files a model is made from, in a fixed order."""
    for name in INPUTS:
        place = project / name
        if place.is_file():
            yield place
            continue
        for path in sorted(place.rglob("*")):
            parts = set(path.relative_to(place).parts)
            if path.is_file() and not parts & (LEFT_OUT | RUN_TIME_FILES):
                yield path


def fingerprint(project: Path) -> str:
    """The hash of everything the model is made from."""
    digest = hashlib.sha256()
    for path in inputs(project):
        name = path.relative_to(project).as_posix().encode()
        body = path.read_bytes()
        digest.update(b"%d %s %d\n" % (len(name), name, len(body)))
        digest.update(body)
    return digest.hexdigest()


def model_path(settings: Settings) -> Path:
    """Where the model of the present inputs is, whether it exists or not."""
    return settings.models / f"hecui-{fingerprint(settings.project)[:16]}.tar.gz"


def dialogue_python(settings: Settings) -> Path:
    """The interpreter that holds Rasa.

    Raises:
        HecuiError: If it is not there.
    """
    # Not resolved: the link inside the environment is what makes it the environment.
    python = Path(settings.dialogue_python).absolute()
    if not python.is_file():
        raise HecuiError(
            f"the dialogue environment is missing ({python.name} not found)",
            "run `make dialogue`, or set HECUI_DIALOGUE_PYTHON to its interpreter",
        )
    return python


def dialogue_environment(settings: Settings, base: Mapping[str, str]) -> dict[str, str]:
    """The environment of the Rasa processes: quiet, offline, with our component."""
    places = [str(settings.project / "bot" / "dialogue"), str(settings.project)]
    return {
        **{name: value for name, value in base.items() if name != "VIRTUAL_ENV"},
        "PYTHONPATH": os.pathsep.join(places),
        "PYTHONWARNINGS": "ignore",
        "PYTHONDONTWRITEBYTECODE": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "CUDA_VISIBLE_DEVICES": "",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "LOG_LEVEL": base.get("LOG_LEVEL", "INFO"),
        "NO_COLOR": "1",
    }


def ensure_model(
    settings: Settings, environment: Mapping[str, str], progress: Progress
) -> Path:
    """The model of the present inputs, trained now if there is none.

    Raises:
        HecuiError: If the environment is missing or training fails.
    """
    path = model_path(settings)
    if path.is_file():
        return path
    python = dialogue_python(settings)
    settings.models.mkdir(parents=True, exist_ok=True)
    settings.logs.mkdir(parents=True, exist_ok=True)
    log = settings.logs / "train.log"
    # Trained under another name first: a broken-off training leaves no model behind.
    fresh = f"training-{os.getpid()}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            _train_command(python, settings, fresh),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dialogue_environment(settings, environment),
            cwd=_workplace(settings),
        )
        try:
            _watch(process, log, progress)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
    made = settings.models / f"{fresh}.tar.gz"
    if process.returncode != 0 or not made.is_file():
        made.unlink(missing_ok=True)
        raise HecuiError(
            f"training the dialogue model failed (exit {process.returncode})",
            f"its log: {_short(log, settings)}; {tail(log)}",
        )
    made.replace(path)
    _forget_old(settings, path)
    return path


def _train_command(python: Path, settings: Settings, name: str) -> list[str]:
    dialogue = settings.project / "bot" / "dialogue"
    data = [
        dialogue / "rules",
        dialogue / "stories",
        settings.project / "nlu_data" / "nlu",
    ]
    return [
        *(str(python), "-m", "rasa", "train"),
        *("--config", str(dialogue / "config.yml")),
        *("--domain", str(dialogue / "domain")),
        *("--data", *(str(place) for place in data)),
        *("--out", str(settings.models)),
        *("--fixed-model-name", name),
    ]


def _workplace(settings: Settings) -> Path:
    # Rasa keeps its cache in the folder it is run from.
    place = settings.run / "dialogue"
    place.mkdir(parents=True, exist_ok=True)
    return place


def _watch(process: subprocess.Popen[bytes], log: Path, progress: Progress) -> None:
    began = time.monotonic()
    while process.poll() is None:
        stages = STAGE.findall(log.read_text(encoding="utf-8", errors="replace"))
        stage = stages[-1] if stages else "reading the data"
        progress(f"training the dialogue model: {stage}", time.monotonic() - began)
        time.sleep(POLL_SECONDS)


def _forget_old(settings: Settings, current: Path) -> None:
    models = settings.models.glob("hecui-*.tar.gz")
    kept = sorted(models, key=lambda model: model.stat().st_mtime, reverse=True)[:3]
    for path in settings.models.glob("hecui-*.tar.gz"):
        if path not in kept and path != current:
            path.unlink()


def _short(path: Path, settings: Settings) -> str:
    if path.is_relative_to(settings.project):
        return str(path.relative_to(settings.project))
    return str(path)
