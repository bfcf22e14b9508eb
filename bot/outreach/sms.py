"""How an SMS leaves the house: one small interface, and a sender that prints."""

from __future__ import annotations

import hashlib
import sys
from typing import Protocol, TextIO

#: UTF-16 units in a message of one part, and in each part of a longer one.
SINGLE, PART = 70, 67
#: GSM 03.38 likewise, in septets.
GSM_SINGLE, GSM_PART = 160, 153
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: These take two septets.
GSM_EXTENDED = frozenset("^{}\\[~]|€\f")


class SmsError(Exception):
    """The provider did not take a message; ``code`` is its word for why.

    ``retry`` says whether the same message may be tried again.
    """

    def __init__(self, code: str, *, retry: bool = True) -> None:
        super().__init__(code)
        self.code = code
        self.retry = retry


class SmsSender(Protocol):
    """Hands messages to a provider."""

    def send(self, address: str, text: str, key: str) -> str:
        """Send *text* and return the provider's id of the message.

        *key* is the same whenever the same message is tried again, so that a provider
        which knows keys sends it once.

        Raises:
            SmsError: If the provider did not take it.
        """
        ...


class ConsoleSender:
    """Prints messages instead of sending them; for demonstrations."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    def send(self, address: str, text: str, key: str) -> str:
        """Print the message, the number half hidden."""
        stream = self._stream or sys.stdout
        print(f"[SMS → {address[:3]}****{address[-4:]}] {text}", file=stream)
        return "console-" + hashlib.sha256(key.encode()).hexdigest()[:16]


def segments(text: str) -> int:
    """In how many parts the message travels; it is paid for each.

    >>> segments("好" * 70), segments("好" * 71)
    (1, 2)
    """
    if set(text) <= GSM | GSM_EXTENDED:
        units, single, part = len(text), GSM_SINGLE, GSM_PART
        units += sum(character in GSM_EXTENDED for character in text)
    else:
        units, single, part = len(text.encode("utf-16-be")) // 2, SINGLE, PART
    return 1 if units <= single else -(-units // part)
