"""Runs the door: ``python -m bot.channels.serve --port 8000``."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from dataclasses import replace

import uvicorn

from actions.casebook.store import open_casebook
from bot.channels.app import create_app
from bot.channels.gate import Remembering
from bot.channels.rasa import HttpRasa
from bot.channels.rehearsal import stopped_sentences
from bot.checking import own_checker
from bot.clock import system_now
from bot.errors import BadInput, HecuiError
from bot.outreach.sms import ConsoleSender
from bot.settings import Settings, kept_secret, read_settings

MAX_FRAME = 64 * 1024

log = logging.getLogger("hecui.door")


def main() -> int:
    """Serve until a signal comes; 2 when the settings cannot work."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int)
    options = parser.parse_args()
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    # httpx names the address of every request at INFO.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        settings = read_settings(os.environ)
        serve(settings, options.host, options.port or settings.door_port)
    except BadInput as error:
        print(
            "\n  ".join((f"error: {error.message}", *error.problems)), file=sys.stderr
        )
        return error.exit_code
    except HecuiError as error:
        print(f"error: {error.message}\n  {error.hint}", file=sys.stderr)
        return error.exit_code
    return 0


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve the door on *host* and *port*."""
    if not settings.secret:
        secret = kept_secret(settings, "door-secret")
        settings = replace(settings, secret=secret)
    settings.run.mkdir(parents=True, exist_ok=True)
    checker = Remembering(own_checker(os.environ))
    for template, reasons in stopped_sentences(checker):
        log.warning("the gate stops %s: %s", template, ", ".join(reasons))
    # Without a gateway, answers by SMS are written here for the operator to see.
    with (settings.run / "sms-console.txt").open(
        "a", encoding="utf-8", buffering=1
    ) as (outbox):
        app = create_app(
            settings,
            open_casebook(settings.casebook),
            HttpRasa(settings.rasa_urls, settings.actions_url, settings.rasa_token),
            checker,
            system_now,
            sender=ConsoleSender(outbox),
        )
        # No access log: addresses hold the codes of one-time links.
        uvicorn.run(
            app,
            host=host,
            port=port,
            access_log=False,
            log_config=None,
            ws_max_size=MAX_FRAME,
            timeout_graceful_shutdown=3,
            server_header=False,
        )


if __name__ == "__main__":
    sys.exit(main())
