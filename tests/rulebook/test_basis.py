from __future__ import annotations

from datetime import date

import pytest

from compliance_checker.model import LENDER_TYPES
from compliance_checker.rulebook.basis import cite
from compliance_checker.rulebook.load import load_valid
from compliance_checker.rulebook.schema import BasisRef


@pytest.fixture(scope="module")
def registry():
    return load_valid()[0].basis


def cited(registry, id_, article, day, lender="bank_card"):
    found = cite(registry, [BasisRef(id_, article)], day=day, lender_type=lender)
    return [(basis.id, basis.article) for basis in found.basis]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 1), "50(1)(五)"),
        (date(2025, 12, 31), "42(五)"),
        (None, "50(1)(五)"),
    ],
)
def test_the_public_security_law_is_cited_as_it_stood_that_day(registry, day, expected):
    assert cited(registry, "PSAPL", "50(1)(五)", day) == [("PSAPL", expected)]


def test_an_article_that_did_not_exist_yet_is_not_cited(registry):
    assert cited(registry, "PSAPL", "56", date(2025, 6, 1)) == []
    assert cited(registry, "PSAPL", "56", date(2026, 6, 1)) == [("PSAPL", "56")]


@pytest.mark.parametrize(
    ("id_", "day", "lender", "in_force"),
    [
        ("CBA2026", date(2026, 1, 29), "bank_card", False),
        ("CBA2026", date(2026, 1, 30), "bank_card", True),
        ("CBA2026", date(2026, 3, 1), "micro_loan", False),
        ("NIFA2024", date(2025, 2, 27), "micro_loan", True),
        ("NIFA2024", date(2025, 2, 28), "micro_loan", False),
        ("NIFA2024", None, "micro_loan", False),
        ("GBT45251", date(2025, 2, 28), "debt_buyer", True),
        ("MCC2024", date(2026, 1, 1), "micro_loan", True),
        ("MCC2024", date(2026, 1, 1), "bank_card", False),
        ("CARD2011", date(2026, 1, 1), "bank_loan", False),
        ("SMS2015", date(2026, 4, 30), "bank_card", True),
        ("SMS2026", date(2026, 4, 30), "bank_card", False),
        ("SMS2026", date(2026, 5, 1), "bank_card", True),
        ("COST2026", date(2026, 7, 31), "bank_card", False),
        ("PIPL", date(2026, 7, 31), "debt_buyer", True),
    ],
)
def test_only_what_is_in_force_and_binds_the_lender_is_cited(
    registry, id_, day, lender, in_force
):
    assert bool(cited(registry, id_, None, day, lender)) is in_force


def test_an_unknown_day_and_an_unknown_lender_are_said(registry):
    found = cite(registry, [BasisRef("MCC2024", "37")], day=None, lender_type="unknown")

    assert [basis.id for basis in found.basis] == ["MCC2024"]
    assert found.remarks == (
        "day of the call not known: newest version of each source",
        "lender type not known: sources of all lender types",
    )


def test_a_finding_without_a_source_in_force_says_so(registry):
    found = cite(
        registry,
        [BasisRef("CBA2026", "22")],
        day=date(2020, 1, 1),
        lender_type="bank_card",
    )

    assert found.basis == ()
    assert found.unbound
    assert found.remarks == (
        "no cited source was in force for this lender on that day",
    )


def test_every_replaced_source_names_one_that_is_there(registry):
    for instrument in registry.values():
        assert instrument.replaced_by is None or instrument.replaced_by in registry


def test_no_two_versions_are_in_force_on_one_day(registry):
    for instrument in registry.values():
        ends = [version.until for version in instrument.versions]
        assert ends.count(None) <= 1


@pytest.mark.parametrize("lender", [one for one in LENDER_TYPES if one != "unknown"])
@pytest.mark.parametrize("family", ["T1", "T2", "T3", "T5", "T7", "T10", "T9.5"])
def test_a_finding_of_these_has_a_source_whoever_lends(family, lender):
    rulebook = load_valid()[0]
    chosen = [rule for rule in rulebook.rules if rule.category.startswith(family)]

    for rule in chosen:
        found = cite(
            rulebook.basis, rule.basis, day=date(2026, 11, 21), lender_type=lender
        )
        assert found.basis, rule.id
        assert not found.unbound


def test_every_rule_has_a_source_in_force_for_some_lender():
    rulebook = load_valid()[0]

    for rule in rulebook.rules:
        found = cite(
            rulebook.basis, rule.basis, day=date(2026, 11, 21), lender_type="unknown"
        )
        assert found.basis, rule.id


def test_who_cites_nothing_is_not_unbound(registry):
    assert not cite(registry, [], day=None, lender_type="unknown").unbound
