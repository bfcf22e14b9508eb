"""The services: how each is started and how it says that it is ready."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPException
from pathlib import Path
from typing import TypeAlias
from urllib.request import ProxyHandler, build_opener

from bot.launch.model import dialogue_environment, dialogue_python
from bot.launch.ports import HOST
from bot.launch.service import Service
from bot.settings import Settings

#: ``actions``, ``door``, ``checker``, ``desk``; ``rasa``, and ``rasa-2`` … for more.
Name: TypeAlias = str
NAMES: tuple[Name, ...] = ("actions", "rasa", "door", "checker", "desk")

PROBE_SECONDS = 2.0


def rasa_workers(settings: Settings) -> dict[Name, int]:
    """Rasa's workers and the port of each."""
    names = ("rasa", *(f"rasa-{n + 2}" for n in range(len(settings.more_rasa_ports))))
    return dict(zip(names, settings.rasa_ports, strict=True))


def all_workers(settings: Settings, services: Sequence[Name]) -> tuple[Name, ...]:
    """The services with every worker of Rasa, if Rasa is among them."""
    workers = tuple(rasa_workers(settings))
    return tuple(
        name
        for service in services
        for name in (workers if service == "rasa" else (service,))
    )


def ports(settings: Settings) -> dict[Name, tuple[int, str]]:
    """Each service's port and the variable that changes it."""
    workers = rasa_workers(settings)
    return {
        "actions": (settings.actions_port, "HECUI_ACTIONS_PORT"),
        **{name: (port, "HECUI_RASA_PORT") for name, port in workers.items()},
        "door": (settings.door_port, "HECUI_DOOR_PORT"),
        "checker": (settings.checker_port, "HECUI_CHECKER_PORT"),
        "desk": (settings.desk_port, "HECUI_DESK_PORT"),
    }


def describe(
    name: Name, settings: Settings, model: Path | None, base: Mapping[str, str]
) -> Service:
    """How one service is run; *model* is needed for Rasa only."""
    workers = rasa_workers(settings)
    builders: dict[Name, Callable[[], Service]] = {
        "actions": lambda: _actions(settings, base),
        **dict.fromkeys(workers, lambda: _rasa(name, settings, model, base)),
        "door": lambda: _door(settings, base),
        "checker": lambda: _checker(settings, base),
        "desk": lambda: _desk(settings, base),
    }
    return builders[name]()


def _environment(settings: Settings, base: Mapping[str, str]) -> dict[str, str]:
    shared = {
        "HECUI_ROOT": str(settings.project),
        "HECUI_RUN": str(settings.run),
        "HECUI_CASEBOOK": settings.casebook,
        "HECUI_RASA_URL": settings.rasa_url,
        "HECUI_RASA_TOKEN": settings.rasa_token,
        "HECUI_ACTIONS_URL": settings.actions_url,
        "HECUI_PUBLIC_URL": settings.public_url,
        "HECUI_DOOR_PORT": str(settings.door_port),
        "HECUI_DESK_PORT": str(settings.desk_port),
        "HECUI_SECRET": settings.secret,
        "HECUI_SMS_TOKEN": settings.sms_token,
        "HECUI_DEMO": "1" if settings.demo else "",
        "HECUI_TEST_CLOCK": "1" if settings.test_clock else "",
        "PYTHONUNBUFFERED": "1",
    }
    return {**base, **shared}


def _python(settings: Settings, base: Mapping[str, str]) -> dict[str, str]:
    # So that the packages are found from any folder, installed or not.
    return {**_environment(settings, base), "PYTHONPATH": str(settings.project)}


def _actions(settings: Settings, base: Mapping[str, str]) -> Service:
    port = settings.actions_port
    command = ("-m", "actions.server", "--port", str(port))
    return Service(
        name="actions",
        command=(sys.executable, *command, "--casebook", settings.casebook),
        environment=_python(settings, base),
        log=settings.logs / "actions.log",
        address=f"http://{HOST}:{port}",
        ready=lambda: _ok(f"http://{HOST}:{port}/health"),
        folder=settings.project,
    )


def _rasa(
    name: Name, settings: Settings, model: Path | None, base: Mapping[str, str]
) -> Service:
    port = rasa_workers(settings)[name]
    dialogue = settings.project / "bot" / "dialogue"
    place = settings.run / "dialogue"
    place.mkdir(parents=True, exist_ok=True)
    status = f"http://{HOST}:{port}/status?token={settings.rasa_token}"
    environment = _environment(settings, base)
    return Service(
        name=name,
        command=(
            *(str(dialogue_python(settings)), "-m", "components.lean_server", "run"),
            "--enable-api",
            *("-i", HOST, "-p", str(port), "--model", str(model)),
            *("--endpoints", str(dialogue / "endpoints.yml")),
            *("--credentials", str(dialogue / "credentials.yml")),
            f"--auth-token={settings.rasa_token}",
        ),
        environment=dialogue_environment(settings, environment),
        log=settings.logs / f"{name}.log",
        address=f"http://{HOST}:{port}",
        ready=lambda: _ok(status),
        folder=place,
    )


def _door(settings: Settings, base: Mapping[str, str]) -> Service:
    port = settings.door_port
    return Service(
        name="door",
        command=(sys.executable, "-m", "bot.channels.serve", "--port", str(port)),
        environment=_python(settings, base),
        log=settings.logs / "door.log",
        address=f"http://{HOST}:{port}",
        ready=lambda: _ok(f"http://{HOST}:{port}/healthz"),
        folder=settings.project,
    )


def _checker(settings: Settings, base: Mapping[str, str]) -> Service:
    port = settings.checker_port
    serve = ("-m", "compliance_checker.cli", "serve", "--port", str(port))
    return Service(
        name="checker",
        command=(sys.executable, *serve),
        environment=_python(settings, base),
        log=settings.logs / "checker.log",
        address=f"http://{HOST}:{port}",
        ready=lambda: _ok(f"http://{HOST}:{port}/healthz"),
        folder=settings.project,
    )


def _desk(settings: Settings, base: Mapping[str, str]) -> Service:
    port = settings.desk_port
    return Service(
        name="desk",
        command=(sys.executable, "-m", "bot.desk.serve", "--port", str(port)),
        environment=_python(settings, base),
        log=settings.logs / "desk.log",
        address=f"http://{HOST}:{port}",
        ready=lambda: _ok(f"http://{HOST}:{port}/healthz"),
        folder=settings.project,
    )


def _ok(url: str) -> bool:
    # Asked many times while services load: no proxy, no certificates to read.
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(url, timeout=PROBE_SECONDS) as answer:
            return bool(answer.status == 200)
    except (OSError, HTTPException):
        return False
