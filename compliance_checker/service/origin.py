"""Whether a request was meant for us, and comes from our own pages."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers


def known_host(headers: Headers, hosts: Collection[str]) -> bool:
    """Whether the request names one of *hosts*; ``*`` is any.

    A foreign name that leads to this machine is how a page reads what it must not.
    """
    name = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    return "*" in hosts or name in hosts


def same_site(headers: Headers) -> bool:
    """Whether the request has no origin, or that of the host it was sent to.

    Browsers send WebSockets and forms from any page to any host; programs name no
    origin.
    """
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")
