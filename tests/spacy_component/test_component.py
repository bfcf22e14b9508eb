"""The checker in a spaCy pipeline: the same findings, on the same characters."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.filterwarnings(
    # spaCy asks jieba's global tokenizer, which reads pkg_resources.
    "ignore::UserWarning:jieba",
    "ignore::DeprecationWarning",
)

spacy = pytest.importorskip("spacy")

from spacy import displacy  # noqa: E402
from spacy.tokens import Doc  # noqa: E402

from compliance_checker import spacy_component  # noqa: E402
from compliance_checker.errors import InputError, RulebookError  # noqa: E402
from compliance_checker.model import Call, Utterance  # noqa: E402
from compliance_checker.pipeline import Checker  # noqa: E402
from compliance_checker.report.record import finding_record  # noqa: E402
from compliance_checker.rulebook.load import load_rulebook  # noqa: E402
from compliance_checker.weigh import kept  # noqa: E402

NAME = spacy_component.NAME
RULES = Path(__file__).parents[1] / "cli" / "rulebook" / "rules"
THREAT = "喂，不还我就告 诉你家里人。"


def blank(segmenter="jieba", **config):
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": segmenter}}})
    nlp.add_pipe(NAME, config={"rules": str(RULES), **config})
    return nlp


@pytest.fixture(scope="module")
def nlp():
    return blank()


@pytest.fixture(scope="module")
def checker():
    return Checker(load_rulebook(RULES), weigher=kept.read(), hearer=kept.read_cues())


def test_a_finding_is_a_span_with_category_and_rule(nlp):
    doc = nlp(THREAT)

    [span] = doc.spans[NAME]

    assert (span.label_, span.id_) == ("T5.3", "T5.3-tell-family")
    finding = span._.collection_compliance
    assert finding["severity"] == "major"
    assert finding["how"] == "spaces removed"
    assert "not negated" in finding["reasons"]
    assert doc.text[finding["start"] : finding["end"]] == finding["text"]


def test_the_document_has_the_whole_verdict(nlp, checker):
    verdict = nlp(THREAT)._.collection_compliance

    assert verdict["outcome"] == "violation"
    assert verdict["rulebook"]["sha256"] == checker.rulebook.id.sha256


@pytest.mark.parametrize(
    "text", ["我们不会告诉你家里人。", "您说有人要打给你老婆。", "", "  \n", "\u200b"]
)
def test_lawful_or_empty_text_has_no_span(nlp, text):
    doc = nlp(text)

    assert list(doc.spans[NAME]) == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(["不还我就告诉你家里人", "王八蛋", "王 八蛋", "。", "，", " ", "\n", "打给你爸妈啊", "𠮷😀", "ab ", "我们不会", "\u200b"]),
        max_size=8,
    ).map("".join),
    st.sampled_from(["jieba", "char"]),
)  # fmt: skip
def test_spans_hold_what_the_checker_finds_and_keep_its_offsets(text, segmenter):
    nlp = PIPELINES.setdefault(segmenter, blank(segmenter))
    component = nlp.get_pipe(NAME)
    said = (Utterance(0, "collector", text),)

    doc = nlp(text)

    assert doc.text == text
    expected = component.checker.check(Call(NAME, said)).findings
    spans = list(doc.spans[NAME])
    assert len(spans) == len(expected)
    for span, one in zip(spans, expected, strict=True):
        assert span.start_char <= one.start < one.end <= span.end_char
        # Whole tokens, and no more of them than it takes.
        assert span[0].idx + len(span[0]) > one.start
        assert span[-1].idx < one.end
    assert doc._.collection_compliance["findings"] == [
        finding_record(one) for one in expected
    ]


PIPELINES: dict[str, object] = {}


def test_a_finding_that_cuts_a_token_takes_it_whole_and_keeps_its_own_offsets(nlp):
    words = ["我告", "诉你家里", "人们", "。"]
    doc = nlp.get_pipe(NAME)(Doc(nlp.vocab, words=words, spaces=[False] * 4))

    [span] = doc.spans[NAME]

    assert span.text == "我告诉你家里人们"
    finding = span._.collection_compliance
    assert doc.text[finding["start"] : finding["end"]] == "告诉你家里人"


def test_a_stream_gives_what_single_documents_give(nlp):
    texts = [THREAT, "您好。", "王八蛋，还钱。", ""] * 40

    streamed = [
        [(span.text, span.id_) for span in doc.spans[NAME]]
        for doc in nlp.pipe(texts, batch_size=7)
    ]

    alone = [nlp(text) for text in texts]
    assert streamed == [
        [(span.text, span.id_) for span in doc.spans[NAME]] for doc in alone
    ]


@pytest.mark.parametrize(
    ("role", "found"), [("collector", 1), ("agent", 1), ("bot", 1), ("debtor", 0)]
)
def test_who_speaks_is_a_setting(role, found):
    assert len(blank(role=role)(THREAT).spans[NAME]) == found


def test_a_document_may_name_its_own_speaker(nlp):
    docs = [nlp.make_doc(THREAT) for _ in range(2)]
    docs[0]._.collection_role = "debtor"

    first, second = nlp.pipe(docs)

    assert (len(first.spans[NAME]), len(second.spans[NAME])) == (0, 1)


def test_what_is_known_of_the_call_is_a_setting():
    known = blank(call={"lender_type": "bank_card", "started_at": "2026-03-02T10:15:00+08:00"})  # fmt: skip

    doc = known(THREAT)

    [span] = doc.spans[NAME]
    assert not [
        one for one in span._.collection_compliance["reasons"] if "lender" in one
    ]


@pytest.mark.parametrize(
    ("config", "error", "told"),
    [
        ({"role": "boss"}, InputError, "collection_compliance.role"),
        ({"call": {"chanel": "voice"}}, InputError, "did you mean channel?"),
        ({"call": {"turns": []}}, InputError, "unknown field"),
    ],
)
def test_a_setting_that_cannot_work_is_refused(config, error, told):
    with pytest.raises(error, match="CC50") as caught:
        blank(**config)
    assert told in str(caught.value)


def test_a_broken_rulebook_is_refused(tmp_path):
    (tmp_path / "T5.3-x.yaml").write_text("id: [", encoding="utf-8")

    with pytest.raises(RulebookError):
        blank(rules=str(tmp_path))


def test_a_pipeline_can_be_saved_and_loaded(nlp, tmp_path):
    nlp.to_disk(tmp_path / "model")

    again = spacy.load(tmp_path / "model")

    doc = again(THREAT)
    assert [span.id_ for span in doc.spans[NAME]] == ["T5.3-tell-family"]
    again.from_bytes(nlp.to_bytes())


def test_loading_beside_another_rulebook_says_so(nlp, tmp_path):
    nlp.to_disk(tmp_path / "model")
    saved = tmp_path / "model" / NAME / spacy_component.SAVED
    saved.write_text('{"version": "2025.1", "sha256": "ab"}', encoding="utf-8")

    with pytest.warns(spacy_component.RulebookChanged, match=r"2025\.1"):
        spacy.load(tmp_path / "model")


def test_a_document_keeps_its_findings_when_it_is_stored(nlp):
    doc = nlp(THREAT)

    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())

    assert again._.collection_compliance == doc._.collection_compliance
    [span] = again.spans[NAME]
    assert span._.collection_compliance["rule"] == "T5.3-tell-family"


def test_displacy_draws_the_spans(nlp):
    html = displacy.render(
        nlp(THREAT), style="span", options={"spans_key": NAME}, jupyter=False
    )

    assert "T5.3" in html
    assert "font-weight: bold" in html


def test_the_factory_is_found_by_its_name_alone():
    """Needs the entry point, so it needs the package to be installed."""
    names = [one.name for one in entry_points(group="spacy_factories")]
    if NAME not in names:
        pytest.skip("hecui is not installed here with its spaCy entry point")
    [point] = entry_points(group="spacy_factories", name=NAME)

    assert point.load() is spacy_component.make
