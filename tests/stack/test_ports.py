from __future__ import annotations

import socket

import pytest

from bot.errors import HecuiError
from bot.launch.ports import HOST, check_ports, free_ports, is_free


def test_free_ports_are_free_and_different() -> None:
    ports = free_ports(5)

    assert len(set(ports)) == 5
    assert all(is_free(port) for port in ports)


def test_a_taken_port_is_told_with_its_service_and_variable() -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(HecuiError) as refused:
            check_ports({"door": (port, "HECUI_DOOR_PORT")})

    assert refused.value.message == (
        f"port {port} for door is taken (set HECUI_DOOR_PORT to another one)"
    )


def test_two_services_on_one_port_are_told() -> None:
    [port] = free_ports(1)

    with pytest.raises(HecuiError, match="same port"):
        check_ports({"rasa": (port, "A"), "door": (port, "B")})


def test_free_ports_pass() -> None:
    one, other = free_ports(2)

    check_ports({"rasa": (one, "A"), "door": (other, "B")})
