"""How a call was talked, in Chinese; not to be mistaken for what was found in it."""

from __future__ import annotations

from collections.abc import Iterator

from compliance_checker.call.tempo import Tempo
from compliance_checker.rulebook.policy import Service


def service_words(tempo: Tempo | None, limits: Service) -> tuple[str, ...]:
    """The measures one by one, those over their limit with it; empty without times."""
    return tuple(_words(tempo, limits)) if tempo else ()


def _words(tempo: Tempo, limits: Service) -> Iterator[str]:
    if tempo.our_share is not None:
        share = f"坐席说话占 {tempo.our_share:.0%}"
        yield share + _over(
            tempo.our_share, limits.our_share, f"{limits.our_share:.0%}"
        )
    if tempo.speed is not None:
        most = limits.characters_per_minute
        yield f"语速每分钟 {tempo.speed:.0f} 字" + _over(
            tempo.speed, most, f"{most:g} 字"
        )
    yield f"打断 {tempo.interruptions} 次" + _over(
        tempo.interruptions, limits.interruptions, f"{limits.interruptions} 次"
    )
    for name, seconds, most in (
        ("同时说话", tempo.overlap, limits.overlap_seconds),
        ("最长沉默", tempo.silence, limits.silence_seconds),
        ("最长连续独白", tempo.monologue, limits.monologue_seconds),
    ):
        yield f"{name} {seconds:.1f} 秒" + _over(seconds, most, f"{most:g} 秒")


def _over(value: float, most: float, told: str) -> str:
    return f"（超过 {told}）" if value > most else ""
