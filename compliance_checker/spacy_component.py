"""The checker as a spaCy component: ``nlp.add_pipe("collection_compliance")``.

Each document is one utterance.  Findings become spans in
``doc.spans["collection_compliance"]``: the label is the category, the id the rule.
``span._.collection_compliance`` is the finding and ``doc._.collection_compliance`` the
verdict, both as in ``docs/formats.md``.
"""

from __future__ import annotations

import itertools
import json
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from compliance_checker.errors import InputError, Problem
from compliance_checker.model import ROLE_ALIASES, ROLES, Call, Role, Utterance, Verdict
from compliance_checker.pipeline import Checker
from compliance_checker.report.record import verdict_record
from compliance_checker.rulebook.load import load_rulebook
from compliance_checker.transcript.record import header_from_value
from compliance_checker.weigh import kept

NAME = "collection_compliance"
#: Documents that are scanned together.
BATCH = 256
#: The file a saved pipeline keeps of this component.
SAVED = "rulebook.json"


class RulebookChanged(UserWarning):
    """A saved pipeline was loaded beside another rulebook than it was saved with."""


class CollectionCompliance:
    """Judges each document as something that *role* says in a call like *header*."""

    def __init__(
        self, checker: Checker, header: Call, role: Role, key: str = NAME
    ) -> None:
        self.checker = checker
        self.header = header
        self.role = role
        self.key = key

    def __call__(self, doc: Doc) -> Doc:
        """*doc* with its findings."""
        [judged] = self._judged([doc])
        return judged

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """The documents of *stream* with their findings, in order."""
        documents = iter(stream)
        while batch := list(itertools.islice(documents, batch_size)):
            yield from self._judged(batch)

    def _judged(self, docs: list[Doc]) -> list[Doc]:
        verdicts = self.checker.check_all([self._call(doc) for doc in docs])
        for doc, verdict in zip(docs, verdicts, strict=True):
            doc.spans[self.key] = _spans(doc, verdict, self.key)
        return docs

    def _call(self, doc: Doc) -> Call:
        role = _role(doc._.collection_role or self.role)
        turn = Utterance(0, role, doc.text)
        return replace(self.header, turns=(turn,))

    # -- saving: the rules themselves stay where the config says ----------------------

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Which rulebook it judges by."""
        return json.dumps(self._saved()).encode()

    def from_bytes(
        self, data: bytes, *, exclude: Iterable[str] = ()
    ) -> CollectionCompliance:
        """Itself; warns if the rulebook is another one now."""
        return self._compared(json.loads(data))

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write which rulebook it judges by into the folder *path*."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / SAVED).write_bytes(self.to_bytes())

    def from_disk(
        self, path: Path, *, exclude: Iterable[str] = ()
    ) -> CollectionCompliance:
        """Itself; warns if the rulebook is another one now."""
        return self.from_bytes((Path(path) / SAVED).read_bytes())

    def _saved(self) -> dict[str, str]:
        book = self.checker.rulebook.id
        return {"version": book.version, "sha256": book.sha256}

    def _compared(self, saved: Any) -> CollectionCompliance:
        now = self._saved()
        if saved != now:
            warnings.warn(
                f"{NAME}: saved with rulebook {saved.get('version')}"
                f" ({str(saved.get('sha256'))[:12]}), judging by {now['version']}"
                f" ({now['sha256'][:12]}); findings may differ",
                RulebookChanged,
                stacklevel=3,
            )
        return self


def _spans(doc: Doc, verdict: Verdict, key: str) -> SpanGroup:
    """The findings as spans of whole tokens; the verdict goes with them."""
    spans = [
        span
        for one in verdict.findings
        # A finding may cut a word; its own offsets are in its record.
        if (
            span := doc.char_span(
                one.start,
                one.end,
                label=one.category,
                span_id=one.rule,
                alignment_mode="expand",
            )
        )
        is not None
    ]
    return SpanGroup(doc, name=key, spans=spans, attrs={NAME: verdict_record(verdict)})


def _verdict(doc: Doc) -> dict[str, Any] | None:
    for group in doc.spans.values():
        if NAME in group.attrs:
            found: dict[str, Any] = group.attrs[NAME]
            return found
    return None


def _finding(span: Span) -> dict[str, Any] | None:
    """The finding *span* stands for; ``start`` and ``end`` are exact."""
    for one in (_verdict(span.doc) or {}).get("findings", ()):
        inside = span.start_char <= one["start"] and one["end"] <= span.end_char
        if inside and one["rule"] == span.id_:
            return dict(one)
    return None


def _role(name: str) -> Role:
    role = ROLE_ALIASES.get(name, name)
    if role not in ROLES:
        hint = f"one of {', '.join(ROLES)}"
        raise InputError([Problem("CC506", f"{NAME}.role", "not allowed here", hint)])
    return role


def _header(call: dict[str, Any]) -> Call:
    header = header_from_value(
        {"call_id": NAME, **call}, lambda path: f"{NAME}.call.{path}"
    )
    if isinstance(header, list):
        raise InputError(header)
    return header


def _extend() -> None:
    """Tell spaCy of the attributes; they are the same for all pipelines."""
    Doc.set_extension("collection_role", default=None, force=True)
    Doc.set_extension(NAME, getter=_verdict, force=True)
    Span.set_extension(NAME, getter=_finding, force=True)


@Language.factory(
    NAME,
    assigns=["doc.spans", f"doc._.{NAME}", f"span._.{NAME}"],
    default_config={
        "role": "collector",
        "call": {},
        "rules": None,
        "lexicons": None,
        "overlays": [],
        "spans_key": NAME,
    },
)
def make(
    nlp: Language,
    name: str,
    role: str,
    call: dict[str, Any],
    rules: str | None,
    lexicons: str | None,
    overlays: list[str],
    spans_key: str,
) -> CollectionCompliance:
    """The component for a pipeline's config.

    *call* is what is known of the call, as in a transcript, without turns; *rules*,
    *lexicons* and *overlays* are folders (the packaged rulebook where absent).

    Raises:
        ComplianceError: If the rulebook, the role or the call cannot be used.
    """
    _extend()
    book = load_rulebook(
        Path(rules) if rules else None,
        Path(lexicons) if lexicons else None,
        overlays=[Path(one) for one in overlays],
    )
    checker = Checker(book, weigher=kept.read(), hearer=kept.read_cues())
    return CollectionCompliance(checker, _header(call), _role(role), spans_key)
