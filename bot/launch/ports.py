"""Ports: free ones for trials, and a clear word when one is taken."""

from __future__ import annotations

import socket
from collections.abc import Mapping

from bot.errors import HecuiError

HOST = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether something could listen on *port* of this machine now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Different ports that are free now."""
    probes = [socket.socket(socket.AF_INET, socket.SOCK_STREAM) for _ in range(count)]
    try:
        for probe in probes:
            probe.bind((HOST, 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def check_ports(wanted: Mapping[str, tuple[int, str]]) -> None:
    """Make sure that every port is free; *wanted* is service → (port, variable).

    Raises:
        HecuiError: If one is taken or asked for twice, naming all of them.
    """
    taken = [
        f"port {port} for {service} is taken (set {variable} to another one)"
        for service, (port, variable) in wanted.items()
        if not is_free(port)
    ]
    ports = [port for port, _variable in wanted.values()]
    if len(set(ports)) < len(ports):
        taken.append("two services are set to the same port")
    if taken:
        raise HecuiError("; ".join(taken))
