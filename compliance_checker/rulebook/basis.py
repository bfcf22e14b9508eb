"""The registry of laws, rules, standards and guides, and what of it is in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from compliance_checker.model import Basis, LenderType
from compliance_checker.rulebook.schema import BasisRef, Instrument, Version

NOT_IN_FORCE = "no cited source was in force for this lender on that day"


@dataclass(frozen=True, slots=True)
class Cited:
    """The sources of a finding, and the remarks a reader needs with them."""

    basis: tuple[Basis, ...]
    remarks: tuple[str, ...] = ()

    @property
    def unbound(self) -> bool:
        """Whether sources were named and none of them counts here.

        Such a finding is for review: what nothing forbids there and then is no
        violation, whatever the words were.
        """
        return NOT_IN_FORCE in self.remarks


def cite(
    registry: Mapping[str, Instrument],
    references: Iterable[BasisRef],
    *,
    day: date | None,
    lender_type: LenderType,
) -> Cited:
    """The *references* that are in force on *day* and bind the lender.

    Without a day the newest version of each is cited; without a lender type none is
    left out.  Both are said in the remarks.  No clock is read.
    """
    references = tuple(references)
    found = tuple(
        basis
        for reference in references
        if (basis := _one(registry[reference.id], reference, day, lender_type))
    )
    remarks = []
    if day is None and found:
        remarks.append("day of the call not known: newest version of each source")
    if lender_type == "unknown" and any(registry[r.id].lenders for r in references):
        remarks.append("lender type not known: sources of all lender types")
    if references and not found:
        remarks.append(NOT_IN_FORCE)
    return Cited(found, tuple(remarks))


def _one(
    instrument: Instrument,
    reference: BasisRef,
    day: date | None,
    lender_type: LenderType,
) -> Basis | None:
    binds = not instrument.lenders or lender_type in {"unknown", *instrument.lenders}
    if not binds or not in_force(instrument.from_, instrument.until, day):
        return None
    article = reference.article
    if instrument.versions:
        version = version_on(instrument.versions, day)
        if version is None:
            return None
        if version.articles is not None and article is not None:
            # An article that did not exist then cannot have been broken.
            if article not in version.articles:
                return None
            article = version.articles[article]
    return Basis(
        id=reference.id,
        article=article,
        force=instrument.force,
        quote=reference.quote,
        certainty=instrument.certainty,
    )


def in_force(start: date | None, end: date | None, day: date | None) -> bool:
    """Whether *day* lies in [*start*, *end*]; no day means the newest state."""
    if day is None:
        return end is None
    return (start is None or start <= day) and (end is None or day <= end)


def version_on(versions: Iterable[Version], day: date | None) -> Version | None:
    """The version in force on *day*."""
    for version in versions:
        if in_force(version.from_, version.until, day):
            return version
    return None
