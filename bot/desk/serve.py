"""Runs the desk: ``python -m bot.desk.serve --port 8020``; on loopback only."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from dataclasses import replace

import uvicorn

from actions.casebook.store import open_casebook
from bot.checking import own_checker
from bot.clock import system_now
from bot.desk.app import create_app
from bot.errors import HecuiError
from bot.launch.ports import HOST
from bot.settings import Settings, kept_secret, read_settings


def main() -> int:
    """Serve until a signal comes; 2 when the settings cannot work."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int)
    options = parser.parse_args()
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    # httpx names the address of every request at INFO.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        settings = read_settings(os.environ)
        serve(settings, options.port or settings.desk_port)
    except HecuiError as error:
        print(f"error: {error.message}\n  {error.hint}", file=sys.stderr)
        return error.exit_code
    return 0


def serve(settings: Settings, port: int) -> None:
    """Serve the desk on *port* of loopback."""
    if not settings.secret:
        settings = replace(settings, secret=kept_secret(settings, "door-secret"))
    checker = own_checker(os.environ)
    app = create_app(
        settings,
        open_casebook(settings.casebook),
        checker,
        system_now,
        titles={rule.id: rule.title for rule in checker.rulebook.rules},
    )
    uvicorn.run(
        app,
        host=HOST,
        port=port,
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=3,
        server_header=False,
    )


if __name__ == "__main__":
    sys.exit(main())
