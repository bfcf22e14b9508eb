"""Coverage-guided fuzzing of what reads foreign input, and of the engine (atheris).

    uv pip install atheris
    python tools/fuzz.py readers|engine|patterns|personal [--seconds 900] [--corpus DIR]

Every target names what must never happen; what happens all the same stops the run and is
kept as ``TARGET-crash-…`` beside the corpus.  Each such finding becomes a test.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import atheris  # noqa: E402

#: Machine code is made of these by numba, which cannot read instrumented functions.
COMPILED = (
    "compliance_checker.text.kernels",
    "compliance_checker.text.hashing",
    "compliance_checker.text.hearing",
    "compliance_checker.text.lattice",
    "compliance_checker.text.guess",
    "compliance_checker.text.marking",
    "compliance_checker.detect.kernels",
    "compliance_checker.weigh.kernels",
)
with atheris.instrument_imports(include=["compliance_checker"], exclude=list(COMPILED)):
    from compliance_checker.configured import configured
    from compliance_checker.errors import Problem
    from compliance_checker.model import ROLES, Call, Utterance
    from compliance_checker.personal.find import find
    from compliance_checker.personal.mask import mask
    from compliance_checker.pipeline import Checker
    from compliance_checker.rulebook import pattern as patterns
    from compliance_checker.rulebook.expression import regex
    from compliance_checker.settings import Settings
    from compliance_checker.transcript.formats import READERS
    from compliance_checker.transcript.read import read
    from compliance_checker.transcript.source import Options, Row, bytes_source

Target = Callable[[bytes], None]
LEXICONS = {"kin": ("老婆", "爸妈"), "one": ("家",)}
ROLE_LIST = tuple(ROLES)


def readers(data: bytes) -> None:
    """Any bytes in any format are calls or problems, never an exception."""
    source = atheris.FuzzedDataProvider(data)
    name = source.PickValueInList(["auto", *READERS])
    content = source.ConsumeBytes(len(data))
    for one in read(bytes_source("fuzz", content), name, Options(roles={})):
        assert isinstance(one, Row | Problem), type(one)


def engine_of(checker: Checker) -> Target:
    """Findings lie in their text; a call judged whole and turn by turn is the same."""

    def engine(data: bytes) -> None:
        source = atheris.FuzzedDataProvider(data)
        turns = tuple(
            Utterance(
                at,
                source.PickValueInList(list(ROLE_LIST)),
                source.ConsumeUnicode(source.ConsumeIntInRange(0, 120)),
            )
            for at in range(source.ConsumeIntInRange(1, 6))
        )
        call = Call("fuzz", turns, channel="voice")
        verdict = checker.check(call)
        for one in verdict.findings:
            text = turns[one.turn].text
            assert 0 <= one.start < one.end <= len(text), (one.start, one.end)
            assert one.text == text[one.start : one.end]
        assert not any(one.why.endswith("Error") for one in verdict.not_checked)
        assert checker.open(call).close() == verdict

    return engine


def read_patterns(data: bytes) -> None:
    """A pattern is refused with a place in it, or is an expression that compiles."""
    text = atheris.FuzzedDataProvider(data).ConsumeUnicodeNoSurrogates(60)
    try:
        tree = patterns.parse(text, LEXICONS)
    except patterns.PatternError as error:
        if not 0 <= error.at <= len(text):
            raise AssertionError(error.at) from error
        return
    patterns.re.compile(regex(tree, lambda literal: literal))


def personal(data: bytes) -> None:
    """Masking keeps the length, leaves nothing to find, and is done after one time."""
    source = atheris.FuzzedDataProvider(data)
    text = source.ConsumeUnicode(200)
    masked = mask(text)
    assert len(masked) == len(text)
    assert mask(masked) == masked
    assert all(one.span.start < one.span.end <= len(text) for one in find(text))


def seeds(target: str) -> list[bytes]:
    """Inputs to begin with: the examples, and sentences of the development sets."""
    files = [path for path in (ROOT / "examples").rglob("*") if path.is_file()]
    rows = (ROOT / "tests" / "labelled" / "dev.jsonl").read_bytes().splitlines()
    if target == "readers":
        return [path.read_bytes()[:4000] for path in files] + rows[:50]
    if target == "patterns":
        return ["找<6>{kin}(打给|联系)[你您]{2,4}?".encode(), rb"\d{4}\N<6!>$"]
    return rows[:300]


def main(arguments: Sequence[str]) -> int:
    """Run one target for a while."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=["readers", "engine", "patterns", "personal"])
    parser.add_argument("--seconds", type=int, default=900)
    parser.add_argument("--corpus", type=Path)
    given = parser.parse_args(arguments)
    corpus = given.corpus or Path(tempfile.mkdtemp(prefix="fuzz-"))
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(given.target)):
        (corpus / f"seed-{number}").write_bytes(seed)
    plain: dict[str, Target] = {
        "readers": readers,
        "patterns": read_patterns,
        "personal": personal,
    }
    target = plain.get(given.target) or engine_of(configured(Settings()))
    atheris.Setup(
        [
            sys.argv[0],
            str(corpus),
            f"-max_total_time={given.seconds}",
            "-max_len=4096",
            "-timeout=60",
            "-rss_limit_mb=4096",
            f"-artifact_prefix={corpus.parent}/{given.target}-",
        ],
        target,
    )
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
