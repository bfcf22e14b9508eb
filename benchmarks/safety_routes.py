"""Which safety route the whole bot takes on labelled messages, and what it does instead.

    .venv/bin/python benchmarks/safety_routes.py nlu_data/heldout/blind_c.jsonl

Every message begins a conversation of its own: ``first`` when it answers the greeting
of somebody who came by their link, ``known`` when their identity was settled just
before.  The reply is made by ``actions.conversation.take_turn``, with the classifier's
ranking from a Rasa server; the route is told by the templates of the reply.

A message that should go a safety route is *right* when it does, *asked* when the bot
asks back and the right reading is a quick reply (or the question is about it), and
*missed* else.  A message of any other intent is *pulled* when it goes a safety route
that is neither its intent nor in ``also_ok``.  ``--rankings FILE`` keeps the rankings,
or uses those kept there.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from actions.casebook.models import Account, Base
from actions.casebook.store import open_casebook
from actions.casebook.work import Work
from actions.conversation import open_turn, take_turn
from actions.reply import Reply
from actions.templates import templates
from actions.understanding import BUTTONS, NluResult, nlu_from_rasa
from bot.channels.words import clean, for_rasa
from bot.evaluation.rows import Labelled, read_labelled
from bot.settings import read_settings
from bot.stack import Stack, trial_folder, trial_settings
from compliance_checker.evaluate.tally import wilson

NOW = datetime(2025, 6, 18, 10, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
LAST4 = "0427"
SITUATIONS = ("first", "known")

#: The templates only this route sends.
SENT = {
    "self_harm_crisis": {"crisis_first", "crisis_other"},
    "third_party_answering": {"third_party_first", "third_party_human", "death_first"},
    "wrong_person": {"wrong_person_first", "wrong_person_human"},
    "dispute_not_mine": {"dispute_not_mine_noted"},
    "dispute_amount": {"dispute_amount_noted"},
    "opt_out": {"optout_done"},
    "complain_collector": {"complaint_noted"},
    "request_human": {
        "handoff_done",
        "handoff_here",
        "third_party_human",
        "wrong_person_human",
    },
}
#: Questions about the route itself.
ASKED = {
    "self_harm_crisis": {"crisis_check"},
    "third_party_answering": {"who_is_it"},
    "wrong_person": {"who_is_it"},
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One message in one situation: what came of it, and the routes it took."""

    row: Labelled
    outcome: str
    routes: frozenset[str]
    templates: tuple[str, ...]


def routes_of(reply: Reply) -> frozenset[str]:
    """The safety routes that the reply takes."""
    sent = {message.template for message in reply.messages}
    return frozenset(route for route, own in SENT.items() if own & sent)


def asks_about(reply: Reply, route: str) -> bool:
    """Whether the reply asks back with the route among the answers."""
    sent = {message.template for message in reply.messages}
    pressed = {BUTTONS.get(b.payload) for m in reply.messages for b in m.buttons}
    asking = reply.asks == "choice" and route in pressed
    return asking or bool(ASKED.get(route, set()) & sent)


def judge(row: Labelled, reply: Reply) -> Judged:
    routes = routes_of(reply)
    fine = {row.intent, *row.also_ok}
    if row.intent in SENT:
        right, else_ = "right", "missed"
        done = bool(routes & fine) or (not routes and bool(fine - SENT.keys()))
    else:
        right, else_ = "left", "pulled"
        done = not routes - fine
    outcome = right if done else else_
    if outcome == "missed" and not routes and asks_about(reply, row.intent):
        outcome = "asked"
    sent = tuple(message.template for message in reply.messages)
    return Judged(row, outcome, routes, sent)


def answered(work: Work, number: int, row: Labelled, nlu: NluResult, how: str) -> Reply:
    """The bot's reply to the message at the beginning of a conversation of its own."""
    account = Account(
        id=f"{how}-{number}",
        lender="云川银行信用卡中心",
        agency=None,
        lender_type="bank_card",
        product="信用卡",
        name="林晓梅",
        phone=f"170{number:08d}",
        id_last4=LAST4,
        account_tail="7715",
        overdue_fen=326_000,
        principal_fen=300_000,
        interest_fen=20_000,
        fees_fen=6_000,
        min_payment_fen=32_600,
        due_date=date(2025, 6, 9),
        as_of=NOW.date(),
        max_periods=60,
        min_monthly_fen=10_000,
        created_at=NOW,
        updated_at=NOW,
    )
    work.save_account(account, source="benchmark", now=NOW)
    session = work.new_session("web", account.phone, account.id, NOW)
    open_turn(work, session, NOW, "link")
    if how == "known":
        digits = NluResult("identity_verification_answer", 1.0)
        take_turn(work, session, LAST4, digits, NOW)
        assert session.verified_at is not None, "the identity was not settled"
    return take_turn(work, session, clean(row.text), nlu, NOW)


def judged(rows: list[Labelled], nlus: list[NluResult], how: str) -> list[Judged]:
    casebook = open_casebook("sqlite://")
    Base.metadata.create_all(casebook.engine)
    found = []
    with casebook.begin() as work:
        for number, (row, nlu) in enumerate(zip(rows, nlus, strict=True)):
            found.append(judge(row, answered(work, number, row, nlu, how)))
    casebook.close()
    return found


async def ask_rasa(rows: list[Labelled], url: str, token: str) -> list[dict[str, Any]]:
    params = {"token": token} if token else {}
    async with httpx.AsyncClient(timeout=30.0, trust_env=False) as client:
        parsed = []
        for row in rows:
            answer = await client.post(
                f"{url}/model/parse",
                params=params,
                json={"text": for_rasa(clean(row.text))},
            )
            answer.raise_for_status()
            read = answer.json()
            parsed.append({k: read.get(k) for k in ("intent", "intent_ranking")})
    return parsed


def rankings(rows: list[Labelled], kept: Path | None) -> list[NluResult]:
    """The classifier's reading of each row, from *kept* or a server of our own."""
    if kept is not None and kept.is_file():
        by_id = json.loads(kept.read_text(encoding="utf-8"))
        return [nlu_from_rasa(by_id[row.id]) for row in rows]
    with trial_folder() as folder:
        settings = read_settings(os.environ)
        trial = trial_settings(settings, Path(folder), rasa_workers=1)
        with Stack(trial, os.environ, ["rasa"]) as stack:
            stack.prepare(lambda stage, seconds: None)
            stack.start(lambda ready, seconds: None)
            parsed = asyncio.run(ask_rasa(rows, trial.rasa_urls[0], trial.rasa_token))
    if kept is not None:
        by_id = {row.id: read for row, read in zip(rows, parsed, strict=True)}
        kept.write_text(json.dumps(by_id, ensure_ascii=False), encoding="utf-8")
    return [nlu_from_rasa(read) for read in parsed]


def table(found: list[Judged], how: str) -> str:
    """Recall of each route, and how many other messages each intent lost to one."""
    lines = [
        f"\n{how}\n",
        "| route | n | recall | 95 % | asked back | other route | missed |",
        "|---|---|---|---|---|---|---|",
    ]
    for route in SENT:
        mine = [j for j in found if j.row.intent == route]
        if not mine:
            continue
        count = Counter(j.outcome for j in mine)
        other = sum(j.outcome == "missed" and bool(j.routes) for j in mine)
        low, high = wilson(count["right"], len(mine)) or (0.0, 0.0)
        lines.append(
            f"| {route} | {len(mine)} | {count['right'] / len(mine):.3f} "
            f"| {low:.3f}-{high:.3f} | {count['asked']} | {other} "
            f"| {count['missed'] - other} |"
        )
    others = [j for j in found if j.row.intent not in SENT]
    pulled = [j for j in others if j.outcome == "pulled"]
    share = len(pulled) / max(1, len(others))
    lines.append(f"\npulled wrongly: {len(pulled)} of {len(others)} ({share:.2%})\n")
    by_intent = Counter(j.row.intent for j in others)
    lost = Counter(j.row.intent for j in pulled)
    for intent, n in lost.most_common():
        to = Counter(r for j in pulled if j.row.intent == intent for r in j.routes)
        where = ", ".join(f"{r} {k}" for r, k in to.most_common())
        lines.append(f"- {intent}: {n} of {by_intent[intent]} ({where})")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rankings", type=Path)
    parser.add_argument("--show", action="store_true", help="print what is not right")
    options = parser.parse_args()
    known = {name for own in (*SENT.values(), *ASKED.values()) for name in own}
    assert known <= templates().keys(), "a template of this table is gone"
    rows = list(read_labelled(options.file))
    nlus = rankings(rows, options.rankings)
    for how in SITUATIONS:
        found = judged(rows, nlus, how)
        print(table(found, how))
        for j in found if options.show else ():
            if j.outcome in ("asked", "missed", "pulled"):
                row = (how, j.outcome, j.row.intent, j.row.text, *j.templates)
                print("\t".join(row), file=sys.stderr)


if __name__ == "__main__":
    main()
