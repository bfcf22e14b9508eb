"""One transaction on the casebook: every question and every change, by name.

The methods live with their noun; this module only puts the nouns together.  Each
change appends an ``Event`` with its time and source, so the history of a row can be
told from the events alone.
"""

from __future__ import annotations

from actions.casebook.accounts import AccountRows
from actions.casebook.agreements import AgreementRows
from actions.casebook.care import CareRows
from actions.casebook.contacts import LINK_HOURS, ContactRows

__all__ = ["LINK_HOURS", "Work"]


class Work(AccountRows, ContactRows, AgreementRows, CareRows):
    """The open transaction; ``orm`` is the SQLAlchemy session beneath it."""
