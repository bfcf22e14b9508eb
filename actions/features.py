"""Which feature answers which intent, and which takes up a wish kept for later."""

from __future__ import annotations

from collections.abc import Callable

from actions import (
    abuse,
    already_paid,
    balance,
    complaint,
    credit,
    crisis,
    dispute,
    extension,
    fallback,
    fees,
    greeting,
    handoff,
    hardship,
    identity,
    later,
    legal,
    optout,
    partial,
    payment_ways,
    plan,
    progress,
    promise,
    refusal,
    robot,
    scam,
    smalltalk,
    third_party,
    waiver,
)
from actions.reply import Reply
from actions.turn import Turn

Feature = Callable[[Turn], Reply]

FEATURES: dict[str, Feature] = {
    "greet": greeting.respond,
    "ask_balance": balance.respond,
    "ask_due_date": balance.respond_due,
    "ask_how_to_pay": payment_ways.respond,
    "ask_fee_interest": fees.respond,
    "ask_credit_report": credit.respond,
    "ask_legal_consequence": legal.respond,
    "promise_to_pay": promise.respond,
    "request_installment": plan.respond,
    "request_extension": extension.respond,
    "request_waiver": waiver.respond,
    "partial_payment": partial.respond,
    "already_paid": already_paid.respond,
    "hardship_unemployment": hardship.respond,
    "hardship_illness": hardship.respond,
    "hardship_other": hardship.respond,
    "refuse_to_pay": refusal.respond,
    "dispute_not_mine": dispute.respond,
    "dispute_amount": dispute.respond_amount,
    "wrong_person": third_party.respond_wrong,
    "third_party_answering": third_party.respond,
    "complain_collector": complaint.respond,
    "request_human": handoff.respond,
    "opt_out": optout.respond,
    "affirm": smalltalk.respond_yes,
    "deny": smalltalk.respond_no,
    "identity_verification_answer": identity.respond,
    "abusive": abuse.respond,
    "self_harm_crisis": crisis.respond,
    "ask_robot": robot.respond,
    "ask_identity": robot.respond_who,
    "chitchat_offtopic": smalltalk.respond,
    "thanks_bye": smalltalk.respond_bye,
    "scam_suspicion": scam.respond,
    "busy_later": later.respond,
    "nlu_fallback": fallback.respond,
}

#: What was wanted before identity was settled, and takes its course afterwards.
WISHES: dict[str, Feature] = {
    "balance": balance.respond,
    "balance_due": balance.respond_due,
    "promise": promise.respond,
    "partial": partial.respond,
    "plan": plan.respond,
    "extension": extension.respond,
    "waiver": waiver.respond,
    "progress": progress.respond,
    "withdraw": progress.respond_withdraw,
}

#: Intents that are wishes: they leave an open question for a form of their own.
FORM_INTENTS: dict[str, str] = {
    "promise_to_pay": "promise",
    "partial_payment": "partial",
    "request_installment": "plan",
    "request_extension": "extension",
    "request_waiver": "waiver",
}

#: Intents answered beside an open question, which is then asked again.
SIDE = frozenset(
    {
        "greet",
        "ask_balance",
        "ask_due_date",
        "ask_how_to_pay",
        "ask_fee_interest",
        "ask_credit_report",
        "ask_legal_consequence",
        "ask_robot",
        "ask_identity",
        "chitchat_offtopic",
        "thanks_bye",
        "abusive",
        "scam_suspicion",
        "busy_later",
        "hardship_unemployment",
        "hardship_illness",
        "hardship_other",
    }
)
