"""Members who do not exist, for demonstrations; they sign in with one click."""

from __future__ import annotations

import secrets
from datetime import datetime

from bot.desk.staff import Member, Role, Staff

#: Three, so that a second pair of eyes can be shown.
DEMO: tuple[tuple[str, str, Role], ...] = (
    ("demo-101", "演示专员甲", "case"),
    ("demo-102", "演示专员乙", "case"),
    ("demo-201", "演示主管", "supervisor"),
)


def ensure_demo(staff: Staff, member_id: str, now: datetime) -> Member | None:
    """The demo member with this id, added at first use; nothing for any other id."""
    wanted = next((entry for entry in DEMO if entry[0] == member_id), None)
    if wanted is None:
        return None
    known = staff.member(member_id)
    if known is not None:
        return known
    # A password nobody knows: the way in is the button, and only in demonstrations.
    code = staff.add(*wanted, now)
    return staff.set_password(code, secrets.token_urlsafe(24), now)
