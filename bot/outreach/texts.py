"""The words of a reminder: reviewed templates, filled in, signed by the lender."""

from __future__ import annotations

from actions.casebook.models import Account
from actions.templates import template


def reminder_text(template_id: str, account: Account, link: str, key: str) -> str:
    """The SMS of a template for this account; the same *key* has the same variant.

    Nothing about the debt or the person is in it: a template with facts cannot be
    rendered here.

    Raises:
        KeyError: If there is no such template.
        FactsBeforeIdentityError: If the template holds facts.
    """
    values = {"sender": sender_of(account), "link": link}
    body = template(template_id).render(values, channel="sms", settled=False, seed=key)
    return f"【{account.lender}】{body}"


def sender_of(account: Account) -> str:
    """Who speaks: the lender, or the agency and the lender it works for."""
    if account.agency:
        return f"{account.agency}（受{account.lender}委托）"
    return account.lender
