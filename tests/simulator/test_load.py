"""The load run: who talks, what is counted, how it is told."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from actions.casebook.models import Base
from actions.casebook.store import open_casebook
from bot.cli import main
from bot.simulator import load
from bot.simulator.crowd import PLOTS, crowd
from bot.simulator.processor import seconds_of


def test_every_debtor_is_somebody_else_with_the_same_lines_in_every_run() -> None:
    first, second = (list(islice(crowd(), 200)) for _ in range(2))

    assert first == second
    assert len({script.id for _plot, script in first}) == 200
    assert {plot.name for plot, _script in first} == {plot.name for plot in PLOTS}


def test_no_line_keeps_a_blank_to_be_filled() -> None:
    for _plot, script in islice(crowd(), 50):
        assert not [turn for turn in script.user_turns if "{" in turn]


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(n) for n in range(1, 101)]

    assert load.percentile(values, 0.95) == 95.0
    assert load.percentile([3.0], 0.99) == 3.0
    assert load.percentile([], 0.5) == 0.0


def test_there_are_debtors_for_the_whole_run(tmp_path: Path) -> None:
    casebook = open_casebook(f"sqlite:///{tmp_path}/c.sqlite3")
    Base.metadata.create_all(casebook.engine)

    ready = load.prepare(casebook, load.Demand(3, 1.0))

    assert len(ready) == 3 * 2 + load.DEBTORS_A_SECOND
    assert len({debtor.token for debtor in ready}) == len(ready)
    # Nobody has talked yet: no outcome stands, so none is right.
    judged = asyncio.run(load.judge(casebook, [ready[0], ready[4]]))
    assert judged == Counter({"no promise_recorded": 1, "right": 1})
    casebook.close()


def test_the_report_holds_rates_and_costs_by_process() -> None:
    tally = load.Tally(turns=[0.1] * 99 + [0.5])

    told = load.report(
        load.Demand(10, 5.0), tally, Counter(), {"door": 1.0, "rasa": 3.0}, 5.0
    )

    assert told["messages"] == 100
    assert told["messages_per_second"] == 20.0
    assert told["turn_ms"] == {"p50": 100.0, "p95": 100.0, "p99": 100.0}
    assert told["cpu_ms_per_message"] == {"door": 10.0, "rasa": 30.0, "all": 40.0}
    assert told["messages_per_cpu_second"] == 25.0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="Linux only")
def test_processor_time_is_that_of_the_whole_session() -> None:
    burn = "import time\nwhile time.process_time() < 0.6: pass\ninput()"
    with subprocess.Popen(
        [sys.executable, "-c", burn], stdin=subprocess.PIPE, start_new_session=True
    ) as process:
        ends = time.monotonic() + 20
        while (seconds_of(process.pid) or 0.0) < 0.3:
            assert time.monotonic() < ends
            time.sleep(0.05)
        process.communicate(b"\n")

    assert seconds_of(process.pid) is None
    assert seconds_of(os.getsid(0)) is not None


@pytest.mark.parametrize(
    "options",
    [["--load", "0"], ["--load", "201"], ["--load", "5", "--seconds", "0"],
     ["--load", "5", "--pause", "-1"], ["--load", "5", "--workers", "9"]],
    ids=" ".join,
)  # fmt: skip
def test_a_load_out_of_bounds_is_refused(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", *options]) == 2
    assert "error: --" in capsys.readouterr().err
