"""Weights in a file: numbers and names, nothing that could run."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from compliance_checker.errors import Problem, RulebookError
from compliance_checker.weigh.hearer import Hearer
from compliance_checker.weigh.weigher import Lines, Mixture, Weigher
from compliance_checker.weigh.weights import Weights

#: The weights that come with the package.
PACKAGED = Path(__file__).with_name("weights.npz")
PACKAGED_CUES = Path(__file__).with_name("cues.npz")

Arrays = dict[str, np.ndarray[Any, Any]]
Kept = TypeVar("Kept")


def _arrays_of_weights(weights: Weights) -> Arrays:
    return {
        "names": weights.names,
        "rarity": weights.rarity.astype(np.float32),
        "matrix": weights.matrix,
        "unit": weights.unit,
        "start": weights.start,
        "categories": np.array(weights.categories),
    }


def _weights_of(arrays: Arrays) -> Weights:
    return Weights(
        arrays["names"],
        arrays["rarity"].astype(np.float64),
        arrays["matrix"],
        arrays["unit"],
        arrays["start"],
        tuple(arrays["categories"].tolist()),
    )


def arrays_of(weigher: Weigher) -> Arrays:
    """Everything that is kept of *weigher*."""
    mixture, lines = weigher.mixture, weigher.lines
    return {
        **_arrays_of_weights(weigher.weights),
        "mixture": np.array(
            [
                mixture.start,
                *mixture.words,
                *mixture.more,
                mixture.alone_start,
                *mixture.alone_words,
            ]
        ),
        "rules": np.array(list(mixture.rules)),
        "rule_weights": np.array(list(mixture.rules.values())),
        "lines": np.array(
            [lines.violation, lines.review, lines.alone, lines.alone_review, lines.lag]
        ),
        "floor": np.array([weigher.floor]),
    }


def weigher_of(arrays: Arrays, sha256: str = "") -> Weigher:
    """The weigher whose ``arrays_of`` these are.

    Raises:
        KeyError, ValueError: If something is missing or has the wrong shape.
    """
    start, wrong, best, own, two, three, alone, *alone_words = (
        arrays["mixture"].astype(float).tolist()
    )
    rules = zip(arrays["rules"].tolist(), arrays["rule_weights"].tolist(), strict=True)
    mixture = Mixture(
        start,
        (wrong, best, own),
        (two, three),
        dict(rules),
        alone,
        (alone_words[0], alone_words[1]),
    )
    lines = Lines(*arrays["lines"].tolist())
    return Weigher(
        _weights_of(arrays), mixture, lines, float(arrays["floor"][0]), sha256
    )


def write(path: Path, weigher: Weigher) -> None:
    """Keep *weigher* in a file."""
    _write(path, arrays_of(weigher))


def write_cues(path: Path, hearer: Hearer) -> None:
    """Keep *hearer* in a file."""
    arrays = _arrays_of_weights(hearer.weights)
    _write(path, {**arrays, "present": hearer.present, "absent": hearer.absent})


@cache
def read(path: Path = PACKAGED) -> Weigher:
    """The weigher kept in *path*.

    Raises:
        RulebookError: If the file cannot be read or is no file of weights.
    """
    return _read(path, weigher_of)


@cache
def read_cues(path: Path = PACKAGED_CUES) -> Hearer:
    """The hearer kept in *path*.

    Raises:
        RulebookError: If the file cannot be read or is no file of weights.
    """

    def hearer_of(arrays: Arrays, sha256: str) -> Hearer:
        present, absent = arrays["present"], arrays["absent"]
        return Hearer(_weights_of(arrays), present, absent, sha256)

    return _read(path, hearer_of)


def _write(path: Path, arrays: Arrays) -> None:
    with path.open("wb") as stream:
        np.savez_compressed(stream, allow_pickle=False, **arrays)


def _read(path: Path, made: Callable[[Arrays, str], Kept]) -> Kept:
    try:
        whole = path.read_bytes()
        with np.load(io.BytesIO(whole), allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files}
        return made(arrays, hashlib.sha256(whole).hexdigest())
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        problem = Problem(
            "CC260",
            str(path),
            f"no file of weights ({type(error).__name__})",
            "make it again with tools/train_weights.py, or set HECUI_CHECKER_WEIGH=0",
        )
        raise RulebookError([problem]) from error
