"""The closed sets of names that a rule file may use.

The code behind a name lies in a higher layer (``verify``, ``detect``, ``call``); a
test holds each set equal to the registry there.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: The sub-categories of the taxonomy, ``docs/taxonomy.md``.
CATEGORIES: tuple[str, ...] = tuple(
    f"T{family}.{number}"
    for family, count in enumerate((4, 5, 4, 4, 4, 5, 3, 4, 5, 1), start=1)
    for number in range(1, count + 1)
)

VERIFIERS: frozenset[str] = frozenset(
    {
        "negated",
        "quoted",
        "asked",
        "anti_fraud",
        "lawful_notice",
        "procedure",
        "apology",
        "self_blame",
        "conditional_offer",
        "caring",
        "mentioned",
        "next_clause",
        "word_boundary",
    }
)

KINDS: frozenset[str] = frozenset(
    {"phrase", "pattern", "tokens", "sequence", "state", "weighed"}
)

STATES: frozenset[str] = frozenset({"disclosed_unverified", "disclosed_to_third"})

#: Things the other side may have said; each is a cue of ``rules/cues.yaml``.
SAID: frozenset[str] = frozenset(
    {
        "illness",
        "bereaved",
        "minor",
        "crisis",
        "dispute",
        "complaint",
        "refusal",
        "busy",
        "hardship",
    }
)

#: Fact → the values a rule may ask for.
FACTS: Mapping[str, tuple[object, ...]] = MappingProxyType(
    {
        "on_line": ("debtor", "third_party", "guarantor"),
        "verified": (True, False),
        "employer": ("in_house", "agency"),
        "litigation": (True, False),
        "plan": ("active", "none", "broken", "requested"),
        "dispute": (True, False),
        "lender_type": (
            "bank_card",
            "bank_loan",
            "consumer_finance",
            "micro_loan",
            "debt_buyer",
        ),
        "channel": ("voice", "sms", "im", "visit", "letter"),
        **{f"said_{flag}": (True, False) for flag in sorted(SAID)},
    }
)

CHECKS: tuple[str, ...] = tuple(f"C{number:02}" for number in range(1, 28))

#: The checks that ``call.dials`` makes where a dial log is given.
DIAL_CHECKS: frozenset[str] = frozenset({"C02", "C03"})

#: The checks that ``call.checks`` makes from a transcript and its header.
TRANSCRIPT_CHECKS: frozenset[str] = frozenset(
    {"C01", "C06", "C08", "C11", "C12", "C14", "C15", "C16", "C17"}
)
