"""The settings of the bot's processes, read once from the environment at the edge.

Every variable is listed here with its default; nothing else reads the environment.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import HecuiError

#: Where the project's data lives (dialogue, training messages): beside the package.
PROJECT = Path(__file__).resolve().parent.parent

RASA_PORT = 5005
ACTIONS_PORT = 5055
DOOR_PORT = 8000
CHECKER_PORT = 8010
DESK_PORT = 8020
MOST_RASA_WORKERS = 8

TRUE = frozenset({"1", "true", "yes", "on"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Where everything is, and what is switched on."""

    project: Path = PROJECT
    run: Path = PROJECT / ".run"
    casebook: str = ""
    rasa_port: int = RASA_PORT
    #: Of every Rasa worker after the first.
    more_rasa_ports: tuple[int, ...] = ()
    actions_port: int = ACTIONS_PORT
    door_port: int = DOOR_PORT
    checker_port: int = CHECKER_PORT
    desk_port: int = DESK_PORT
    #: The addresses of all Rasa workers, separated by commas.
    rasa_url: str = ""
    rasa_token: str = ""
    actions_url: str = ""
    #: Signs the browser's session cookie.
    secret: str = ""
    #: The SMS gateway must show it with every inbound message.
    sms_token: str = ""
    #: What stands before ``/c/TOKEN`` in the links that debtors get.
    public_url: str = ""
    #: Shown on pages that belong to no account yet.
    lender: str = ""
    demo: bool = False
    #: Whether ``X-Hecui-Now`` sets the time: for tests and the simulator only.
    test_clock: bool = False
    dialogue_python: str = ""
    #: Trained models, if they are not kept in ``run``.
    models_folder: Path | None = None

    @property
    def rasa_ports(self) -> tuple[int, ...]:
        """The port of each Rasa worker."""
        return (self.rasa_port, *self.more_rasa_ports)

    @property
    def rasa_urls(self) -> tuple[str, ...]:
        """The address of each Rasa worker."""
        return tuple(url.strip() for url in self.rasa_url.split(",") if url.strip())

    @property
    def models(self) -> Path:
        """Where trained dialogue models are kept."""
        return self.models_folder or self.run / "models"

    @property
    def logs(self) -> Path:
        """Where each process writes its log."""
        return self.run / "logs"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings the environment names; what it leaves out has its default.

    Raises:
        HecuiError: If a port or the number of Rasa workers is out of its range.
    """
    project = Path(environment.get("HECUI_ROOT", "") or PROJECT)
    run = Path(environment.get("HECUI_RUN", "") or project / ".run")
    rasa_port = _port(environment, "HECUI_RASA_PORT", RASA_PORT)
    workers = _number(environment, "HECUI_RASA_WORKERS", 1, MOST_RASA_WORKERS)
    more_rasa_ports = tuple(rasa_port + place for place in range(1, workers))
    actions_port = _port(environment, "HECUI_ACTIONS_PORT", ACTIONS_PORT)
    door_port = _port(environment, "HECUI_DOOR_PORT", DOOR_PORT)

    def text(name: str, default: str) -> str:
        return environment.get(name, "") or default

    return Settings(
        project=project,
        run=run,
        casebook=text("HECUI_CASEBOOK", f"sqlite:///{run / 'casebook.sqlite3'}"),
        rasa_port=rasa_port,
        more_rasa_ports=more_rasa_ports,
        actions_port=actions_port,
        door_port=door_port,
        checker_port=_port(environment, "HECUI_CHECKER_PORT", CHECKER_PORT),
        desk_port=_port(environment, "HECUI_DESK_PORT", DESK_PORT),
        rasa_url=text("HECUI_RASA_URL", rasa_addresses((rasa_port, *more_rasa_ports))),
        rasa_token=environment.get("HECUI_RASA_TOKEN", ""),
        actions_url=text(
            "HECUI_ACTIONS_URL", f"http://127.0.0.1:{actions_port}/webhook"
        ),
        secret=environment.get("HECUI_SECRET", ""),
        sms_token=environment.get("HECUI_SMS_TOKEN", ""),
        public_url=text("HECUI_PUBLIC_URL", f"http://127.0.0.1:{door_port}").rstrip(
            "/"
        ),
        lender=environment.get("HECUI_LENDER", ""),
        demo=environment.get("HECUI_DEMO", "").lower() in TRUE,
        test_clock=environment.get("HECUI_TEST_CLOCK", "").lower() in TRUE,
        dialogue_python=text(
            "HECUI_DIALOGUE_PYTHON", str(project / ".venv-dialogue/bin/python")
        ),
    )


def kept_secret(settings: Settings, name: str) -> str:
    """A secret of this installation: made at first use, then read from ``.run``."""
    path = settings.run / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def rasa_addresses(ports: Sequence[int]) -> str:
    """Where Rasa workers on these ports of this machine are, as in the settings."""
    return ",".join(f"http://127.0.0.1:{port}" for port in ports)


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    return _number(environment, name, default, 65535, kind="port")


def _number(
    environment: Mapping[str, str],
    name: str,
    default: int,
    most: int,
    kind: str = "number of workers",
) -> int:
    value = environment.get(name, "") or str(default)
    if not value.isascii() or not value.isdigit() or not 0 < int(value) <= most:
        raise HecuiError(
            f"{name} is not a {kind}: {value!r}",
            f"give a number from 1 to {most}",
            exit_code=2,
        )
    return int(value)
