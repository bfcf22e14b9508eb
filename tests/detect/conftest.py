"""Detectors run alone on one sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance_checker.detect.candidate import Hit, Situation
from compliance_checker.detect.kinds import compile_detector
from compliance_checker.detect.program import Context
from compliance_checker.detect.scan import Scan
from compliance_checker.model import Utterance
from compliance_checker.rulebook.schema import Detector
from compliance_checker.text.reading import Reading

Find = Callable[..., list[Hit]]

LEXICONS = {"relative": ("老婆", "老公", "爸妈"), "verb": ("打给", "联系")}


@pytest.fixture
def find() -> Find:
    def run(
        detector: Detector, text: str, situation: Situation | None = None
    ) -> list[Hit]:
        """The hits of *detector* in *text*; nothing unless the scan proposes it."""
        reading = Reading(Utterance(index=0, role="collector", text=text))
        program = compile_detector(detector, Context(LEXICONS))
        proposed = Scan([program]).propose([reading.utterance]).awake(0)
        if not proposed and not program.mark:
            return []
        return list(
            program.find(reading, situation or Situation(index=0, role="collector"))
        )

    return run
