"""Every verifier by the name rule files use, and what its absence proves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from compliance_checker.detect.candidate import Candidate
from compliance_checker.verify.lawful import (
    anti_fraud,
    apology,
    conditional_offer,
    lawful_notice,
    procedure,
    self_blame,
)
from compliance_checker.verify.negation import negated
from compliance_checker.verify.service import caring, mentioned
from compliance_checker.verify.speech import asked, next_clause, quoted
from compliance_checker.verify.words import word_boundary

Verifier = Callable[[Candidate], bool]

VERIFIERS: Mapping[str, Verifier] = MappingProxyType(
    {
        "negated": negated,
        "quoted": quoted,
        "asked": asked,
        "anti_fraud": anti_fraud,
        "lawful_notice": lawful_notice,
        "procedure": procedure,
        "apology": apology,
        "self_blame": self_blame,
        "conditional_offer": conditional_offer,
        "caring": caring,
        "mentioned": mentioned,
        "next_clause": next_clause,
        "word_boundary": word_boundary,
    }
)

#: What is said on a finding when the verifier does not hold.
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "negated": "not negated",
        "quoted": "not a quotation",
        "asked": "not a question",
        "anti_fraud": "not a warning of fraud",
        "lawful_notice": "not a lawful notice",
        "procedure": "not the compliant procedure",
        "apology": "not taken back",
        "self_blame": "not words of comfort",
        "conditional_offer": "not left to the debtor's choice",
        "caring": "not words of care or help",
        "mentioned": "not only named, disowned or put right",
        "next_clause": "said in one breath",
        "word_boundary": "not part of a longer word",
    }
)

#: Verifier → characters without any of which it never holds, so that it need not look.
MARKS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "negated": re.compile("[不没未别勿禁严杜无拒避谣误假]"),
        "quoted": re.compile(
            "[说话讲提反投表问担听收遇接转描称胁骂诉宣传冒让谓谣言求要]"
        ),
        "anti_fraud": re.compile("[勿防惕心要别万如遇凡任报证法骗诈冒仿名以都会9]"),
        "conditional_offer": re.compile("[愿同方需想希征经看决选考合自]"),
    }
)
