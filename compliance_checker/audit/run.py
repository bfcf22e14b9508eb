"""An audit from beginning to end: units out to the workers, results in, in order."""

from __future__ import annotations

import hashlib
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec

from compliance_checker.audit import archive as archives
from compliance_checker.audit.archive import Part, Unit
from compliance_checker.audit.journal import FINISHED, Header, Journal
from compliance_checker.audit.judge import Judge, Judged
from compliance_checker.errors import ComplianceError, Problem, SettingsError
from compliance_checker.report.dials import dials_text
from compliance_checker.report.files import unwritable, whole_file
from compliance_checker.report.html import report_html
from compliance_checker.report.overlays import overlay_facts
from compliance_checker.report.summary import Summary
from compliance_checker.settings import Settings
from compliance_checker.transcript.source import Options


@dataclass(frozen=True, slots=True)
class Audit:
    """What is audited, how it is read, where the results go, with how many workers."""

    archive: Path
    output: Path
    settings: Settings = field(default_factory=Settings)
    format: str = "auto"
    options: Options = field(default_factory=Options)
    workers: int = 1
    resume: bool = False
    #: Whether the report masks the personal data in its evidence.
    masked: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an audit found, and how much of the archive could not be read."""

    summary: Summary
    problems: int


#: Called with the bytes and the calls of what is done since it was called last.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """The units of an archive and what went wrong in looking at it."""

    units: tuple[Unit, ...]
    problems: tuple[Problem, ...]

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(unit.size for unit in self.units)


def plan(audit: Audit) -> Plan:
    """Look at the archive.

    Raises:
        InputError: If there is nothing to audit.
    """
    parts: list[Part] = []
    problems: list[Problem] = []
    for one in archives.parts(audit.archive, audit.format):
        if isinstance(one, Part):
            parts.append(one)
        else:
            problems.append(one)
    return Plan(tuple(archives.units(iter(parts))), tuple(problems))


def run(audit: Audit, planned: Plan, *, now: datetime, progress: Progress) -> Outcome:
    """Do all units that are not done yet, then write the report.

    Raises:
        ComplianceError: If rulebook or output cannot be used, or a worker dies; what
            was done until then is kept and can be resumed.
    """
    judge = Judge(audit.settings, masked=audit.masked)
    journal = _journal(audit, planned, judge)
    try:
        if journal.fresh:
            journal.note(planned.problems)
        done = planned.units[: journal.done]
        progress(sum(unit.size for unit in done), journal.total.calls)
        todo = planned.units[journal.done :]
        for judged in _all_judged(audit, judge, todo):
            taken = journal.seen.intersection(judged.digests)
            if taken:
                # Call ids of earlier units: no worker can know of them.
                unit = planned.units[judged.number]
                judged = judge.judge(unit, audit.options, taken=frozenset(taken))
            journal.add(judged)
            progress(judged.size, judged.summary.calls)
        return _finish(audit, journal, judge, now)
    finally:
        journal.close()


def _journal(audit: Audit, planned: Plan, judge: Judge) -> Journal:
    folder = audit.output
    if (folder / FINISHED).exists():
        hint = "give another --output folder, or remove this one"
        what = "holds the results of a finished audit"
        raise SettingsError([Problem("CC541", str(folder), what, hint)])
    header = Header(
        rulebook=judge.rulebook.id.sha256,
        archive=_fingerprint(planned),
        options=f"{audit.format} {sorted(audit.options.roles.items())} {audit.masked}"
        f"{_dials(audit)}",
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Journal(folder, header, resume=audit.resume)
    except OSError as error:
        raise unwritable(folder, error) from error


def _dials(audit: Audit) -> str:
    """The hash of the dial log: results with another one do not go together."""
    path = audit.settings.dial_log
    if path is None:
        return ""
    return f" {hashlib.sha256(path.read_bytes()).hexdigest()}"


def _fingerprint(planned: Plan) -> str:
    """A hash of names, sizes and times of change of all files, and of the cuts."""
    digest = hashlib.sha256()
    for unit in planned.units:
        for part in unit.parts:
            changed = part.path.stat().st_mtime_ns
            digest.update(f"{part.name}\0{part.start}-{part.end}\0{changed}\n".encode())
    return digest.hexdigest()


def _all_judged(audit: Audit, judge: Judge, todo: Sequence[Unit]) -> Iterator[Judged]:
    """The units' results in order, whoever made them."""
    if audit.workers <= 1 or len(todo) <= 1:
        for unit in todo:
            yield judge.judge(unit, audit.options)
        return
    # A forked worker would inherit the locks of whatever threads run here.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(
        min(audit.workers, len(todo)),
        mp_context=context,
        initializer=_begin,
        initargs=(audit.settings, audit.masked),
    )
    try:
        yield from _in_order(pool, audit, todo)
    except BrokenProcessPool as error:
        hint = "look for a lack of memory, then go on with --resume"
        raise ComplianceError(
            [Problem("CC542", str(audit.archive), "a worker died", hint)]
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor, audit: Audit, todo: Sequence[Unit]
) -> Iterator[Judged]:
    waiting: deque[Future[Judged]] = deque()
    for unit in todo:
        waiting.append(pool.submit(_judge_here, unit, audit.options))
        # Enough for every worker to find work, and no more in memory.
        if len(waiting) > 2 * audit.workers:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


#: The judge of a worker process; set once, when the process begins.
_here: Judge | None = None


def _begin(settings: Settings, masked: bool) -> None:
    global _here
    # Ctrl-C is the parent's business: it ends the workers after their unit.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _here = Judge(settings, masked=masked)


def _judge_here(unit: Unit, options: Options) -> Judged:
    assert _here is not None
    return _here.judge(unit, options)


def _finish(
    audit: Audit,
    journal: Journal,
    judge: Judge,
    now: datetime,
) -> Outcome:
    summary, problems = journal.total, journal.problem_count()
    facts = {
        "规则库": f"{judge.rulebook.id.version}（{judge.rulebook.id.sha256[:12]}）",
        **overlay_facts(judge.rulebook),
        "档案": audit.archive.name,
        "生成时间": f"{now:%Y-%m-%d %H:%M}",
        "读不了的记录": str(problems),
    }
    if judge.dials is not None:
        text = dials_text(judge.dials, judge.rulebook.policy.dialling)
        facts["拨打记录"] = text.split("\n")[0].removeprefix("拨打记录：")
    page = report_html(summary, judge.names, title="催收通话审计报告", facts=facts)
    with whole_file(audit.output / "report.html") as stream:
        stream.write(page.encode())
    journal.finish()
    with whole_file(audit.output / FINISHED) as stream:
        figures = msgspec.to_builtins(summary)
        del figures["cases"]
        encoded = msgspec.json.encode({"rulebook": judge.rulebook.id, **figures})
        stream.write(msgspec.json.format(encoded, indent=2) + b"\n")
    journal.drop()
    return Outcome(summary, problems)
