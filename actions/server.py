"""The action server: Rasa's custom actions, each a turn of the conversation.

Rasa routes an intent to the action of its feature; every action runs the same
conversation, which looks at safety and at the open question before the intent.
Started as ``python -m actions.server --port N --casebook URL``.
"""

from __future__ import annotations

import argparse
import logging
import os
import traceback
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk import Action, Tracker
from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions.casebook.models import Session
from actions.casebook.store import Casebook, open_casebook
from actions.casebook.work import Work
from actions.conversation import take_turn
from actions.reply import Button, Outgoing, Reply
from actions.templates import template
from actions.understanding import nlu_from_rasa, understand

logger = logging.getLogger(__name__)

DEFAULT_PORT = 5055
KEEP_ALIVE_SECONDS = 75
DEFAULT_CASEBOOK = "sqlite:///.run/casebook.sqlite3"

#: One action a feature, named as in ``bot/dialogue/domain``.
ACTIONS = (
    "action_abuse",
    "action_already_paid",
    "action_balance",
    "action_complaint",
    "action_credit",
    "action_crisis",
    "action_dispute",
    "action_extension",
    "action_fallback",
    "action_fees",
    "action_greeting",
    "action_handoff",
    "action_hardship",
    "action_identity",
    "action_later",
    "action_legal",
    "action_optout",
    "action_partial",
    "action_payment_ways",
    "action_plan",
    "action_promise",
    "action_refusal",
    "action_robot",
    "action_scam",
    "action_smalltalk",
    "action_third_party",
    "action_waiver",
)


class TurnAction(Action):
    """A feature's action: one turn of the conversation with the casebook."""

    def __init__(self, name: str, casebook: Casebook, test_clock: bool) -> None:
        self._name = name
        self._casebook = casebook
        self._test_clock = test_clock

    def name(self) -> str:
        """The name Rasa calls it by."""
        return self._name

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[dict[str, Any]]:
        """Answer the latest message; nothing of it is kept in Rasa."""
        del domain
        message = tracker.latest_message or {}
        reply = answer_safely(
            self._casebook,
            session_id=str(tracker.sender_id),
            message=message,
            now=_now(message.get("metadata") or {}, test_clock=self._test_clock),
        )
        for outgoing in reply.messages:
            buttons = [asdict(b) for b in outgoing.buttons]
            dispatcher.utter_message(text=outgoing.text, buttons=buttons)
        dispatcher.utter_message(json_message={"turn": _turn(reply)})
        return []


def answer_safely(
    casebook: Casebook, *, session_id: str, message: Mapping[str, Any], now: datetime
) -> Reply:
    """The reply, or an honest sentence where the turn could not be kept.

    The transaction of a failed turn is undone.  Neither the log nor the answer tells
    what was said: only the kind of failure is written down.
    """
    try:
        return answer_once(casebook, session_id=session_id, message=message, now=now)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        logger.error(
            "a turn failed: %s in %s:%s", type(error).__name__, place.name, place.lineno
        )
        return _plain_reply("turn_failed")


def answer_once(
    casebook: Casebook, *, session_id: str, message: Mapping[str, Any], now: datetime
) -> Reply:
    """The reply to a message; asked again, the same reply and nothing done twice.

    Rasa may call again after a time-out although the turn was kept: the id of the
    message tells.
    """
    metadata = message.get("metadata") or {}
    message_id = metadata.get("message_id")
    with casebook.begin() as work:
        session = work.session(session_id)
        if session is None:
            logger.warning("a message for an unknown session was refused")
            return _plain_reply("session_unknown")
        kept = session.state.get("answered") or {}
        if message_id is not None and kept.get("message_id") == message_id:
            return _read_reply(kept["reply"])
        text = str(message.get("text") or "")
        reply = take_turn(work, session, text, nlu_from_rasa(message), now)
        if message_id is not None:
            _keep_reply(work, session, message_id, reply, now)
        return reply


def _plain_reply(template_id: str) -> Reply:
    text = template(template_id).text[0]
    return Reply((Outgoing(text, template=template_id),))


def _keep_reply(
    work: Work, session: Session, message_id: object, reply: Reply, now: datetime
) -> None:
    answered = {"message_id": message_id, "reply": asdict(reply)}
    work.save_state(session, {**session.state, "answered": answered}, now)


def _read_reply(kept: Mapping[str, Any]) -> Reply:
    messages = tuple(
        Outgoing(
            text=m["text"],
            buttons=tuple(Button(**b) for b in m["buttons"]),
            template=m["template"],
            facts=m["facts"],
        )
        for m in kept["messages"]
    )
    accepts = tuple(kept["accepts"])
    return Reply(messages, kept["asks"], kept["outcome"], accepts)


def _turn(reply: Reply) -> dict[str, Any]:
    return {
        "asks": reply.asks,
        "accepts": list(reply.accepts),
        "outcome": reply.outcome,
        "templates": [{"id": m.template, "facts": m.facts} for m in reply.messages],
    }


def _now(metadata: Mapping[str, Any], *, test_clock: bool) -> datetime:
    """The system clock, or under test the time the message came with."""
    if test_clock and metadata.get("now"):
        return datetime.fromisoformat(str(metadata["now"]))
    return datetime.now(tz=ZoneInfo("Asia/Shanghai"))


class DomainFreeExecutor(ActionExecutor):
    """An executor that does without the domain, which no action of ours reads.

    Rasa 3.6 with ``enable_selective_domain`` leaves the domain out and sends no digest
    of it; the newer SDK would refuse such a call.
    """

    def update_and_return_domain(
        self, payload: dict[str, Any], action_name: str
    ) -> dict[str, Any]:
        """The domain of the call if there is one, else an empty one."""
        del action_name
        return payload.get("domain") or {}


def make_executor(casebook: Casebook, *, test_clock: bool) -> ActionExecutor:
    """An executor that knows every action of the domain."""
    executor = DomainFreeExecutor()
    for name in ACTIONS:
        executor.register_action(TurnAction(name, casebook, test_clock))
    return executor


def _warm_up() -> None:
    """Load now what the first message of a debtor would wait for."""
    now = datetime.now(tz=ZoneInfo("Asia/Shanghai"))
    understand("25号先还500", None, now, None)
    template("session_unknown")


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until stopped; health at ``/health``."""
    parser = argparse.ArgumentParser(prog="python -m actions.server")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--casebook", default=os.environ.get("HECUI_CASEBOOK", DEFAULT_CASEBOOK)
    )
    options = parser.parse_args(arguments)
    test_clock = os.environ.get("HECUI_TEST_CLOCK") == "1"
    casebook = open_casebook(options.casebook)
    executor = make_executor(casebook, test_clock=test_clock)
    # Rasa 3.6 calls with its own version; the protocol is the same (docs/design.md).
    warnings.filterwarnings("ignore", message="Your versions of rasa and")
    _warm_up()
    app = create_app(executor)
    # Longer than Rasa keeps a silent connection: it never finds one closed by us.
    app.config.KEEP_ALIVE_TIMEOUT = KEEP_ALIVE_SECONDS
    app.run(
        host=options.host,
        port=options.port,
        single_process=True,
        access_log=False,
        motd=False,
    )


if __name__ == "__main__":
    main()
