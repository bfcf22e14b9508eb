"""Who works at the desk: a small file of accounts, replaceable by a sign-on of the house.

Passwords are kept as scrypt hashes.  Nobody sets another person's password: an account
begins with a setup code that is shown once, and its owner chooses the password with it.
The rest of the desk knows a ``Member`` and nothing of passwords, so that another source
of members (OIDC) takes the place of this module alone.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

from bot.errors import HecuiError

Role = Literal["case", "supervisor"]
ROLES: tuple[Role, ...] = get_args(Role)
ROLE_NAMES: dict[str, str] = {"case": "专员", "supervisor": "主管"}

ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
SETUP_HOURS = 72
SHORTEST_PASSWORD = 10
#: RFC 7914 costs: 16 MiB and about 50 ms a try on a small machine.
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**14, 8, 1


@dataclass(frozen=True, slots=True)
class Member:
    """One of the staff; ``id`` is what the debtor is told as the badge.

    ``stamp`` changes with the password: what was signed in before is signed out.
    """

    id: str
    name: str
    role: Role
    stamp: str

    @property
    def supervises(self) -> bool:
        """Whether this is a supervisor."""
        return self.role == "supervisor"

    @property
    def title(self) -> str:
        """How colleagues see this person."""
        return f"{self.name}（{self.id}，{ROLE_NAMES[self.role]}）"


@dataclass(frozen=True, slots=True)
class Entry:
    """A member as the file keeps it; times are ISO."""

    name: str
    role: Role
    stamp: str
    password: str = ""
    setup_sha256: str = ""
    setup_until: str = ""


class Staff:
    """The accounts in one file, read anew when it has changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read_at: tuple[int, int] | None = None
        self._entries: dict[str, Entry] = {}

    def members(self) -> tuple[Member, ...]:
        """All members, by id."""
        return tuple(_member(i, e) for i, e in sorted(self._load().items()))

    def member(self, member_id: str) -> Member | None:
        """The member with this id, or nothing."""
        entry = self._load().get(member_id)
        return None if entry is None else _member(member_id, entry)

    def add(self, member_id: str, name: str, role: Role, now: datetime) -> str:
        """Add a member, or renew one; returns the setup code, shown only now.

        A renewed member is signed out everywhere and the old password is void.

        Raises:
            HecuiError: If the id, the name or the role cannot be used.
        """
        if not ID.fullmatch(member_id):
            hint = "use 1 to 32 letters, digits, - and _"
            raise HecuiError(f"not a staff id: {member_id!r}", hint, exit_code=2)
        if not name.strip() or role not in ROLES:
            raise HecuiError("a member needs a name and a role", exit_code=2)
        code = secrets.token_urlsafe(16)
        until = now + timedelta(hours=SETUP_HOURS)
        entry = Entry(
            name=name.strip()[:40],
            role=role,
            stamp=secrets.token_hex(4),
            setup_sha256=hashlib.sha256(code.encode()).hexdigest(),
            setup_until=until.isoformat(),
        )
        self._save({**self._load(), member_id: entry})
        return code

    def remove(self, member_id: str) -> bool:
        """Remove a member, signed in or not; whether there was one."""
        entries = dict(self._load())
        known = entries.pop(member_id, None) is not None
        if known:
            self._save(entries)
        return known

    def by_setup_code(self, code: str, now: datetime) -> Member | None:
        """The member an unused, unexpired setup code belongs to."""
        digest = hashlib.sha256(code.encode()).hexdigest()
        for member_id, entry in self._load().items():
            ours = entry.setup_sha256
            if not ours or not hmac.compare_digest(ours, digest):
                continue
            if now < datetime.fromisoformat(entry.setup_until):
                return _member(member_id, entry)
        return None

    def set_password(self, code: str, password: str, now: datetime) -> Member | None:
        """Use up a setup code; nothing if it is no longer good."""
        member = self.by_setup_code(code, now)
        if member is None:
            return None
        entries = dict(self._load())
        entry = replace(
            entries[member.id],
            password=hashed(password),
            setup_sha256="",
            setup_until="",
            stamp=secrets.token_hex(4),
        )
        self._save({**entries, member.id: entry})
        return _member(member.id, entry)

    def sign_in(self, member_id: str, password: str) -> Member | None:
        """The member, if the password is right; an unknown id takes as long."""
        entry = self._load().get(member_id)
        kept = entry.password if entry is not None else ""
        right = matches(password, kept or _NOBODY)
        if entry is None or not kept or not right:
            return None
        return _member(member_id, entry)

    def _load(self) -> Mapping[str, Entry]:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            self._read_at, self._entries = None, {}
            return self._entries
        mark = (found.st_mtime_ns, found.st_ino)
        if mark != self._read_at:
            self._entries = _read(self.path)
            self._read_at = mark
        return self._entries

    def _save(self, entries: Mapping[str, Entry]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(f".{os.getpid()}.new")
        fresh.touch(mode=0o600)
        kept = {member_id: asdict(entry) for member_id, entry in entries.items()}
        body = json.dumps({"staff": kept}, ensure_ascii=False, indent=1)
        fresh.write_text(body, encoding="utf-8")
        fresh.replace(self.path)


def _read(path: Path) -> dict[str, Entry]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))["staff"]
        return {member_id: Entry(**entry) for member_id, entry in kept.items()}
    except (ValueError, TypeError, KeyError) as error:
        raise HecuiError(
            f"the staff file cannot be read ({type(error).__name__}): {path.name}",
            "restore it, or delete it and add the staff again: hecui staff add",
            exit_code=2,
        ) from error


def _member(member_id: str, entry: Entry) -> Member:
    return Member(member_id, entry.name, entry.role, entry.stamp)


def hashed(password: str) -> str:
    """The scrypt hash of a password with a salt of its own."""
    salt = secrets.token_bytes(16)
    return f"{_text(salt)}${_text(_scrypt(password, salt))}"


def matches(password: str, kept: str) -> bool:
    """Whether this is the password of a kept hash."""
    salt, _, digest = kept.partition("$")
    made = _scrypt(password, base64.b64decode(salt))
    return hmac.compare_digest(made, base64.b64decode(digest))


def _scrypt(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "replace"),
        salt=salt,
        n=SCRYPT_N,
        r=SCRYPT_R,
        p=SCRYPT_P,
    )


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


#: Compared with where there is no such member, so that the time tells nothing.
_NOBODY = f"{_text(bytes(16))}${_text(bytes(64))}"
