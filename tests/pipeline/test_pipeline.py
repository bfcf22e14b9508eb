from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from compliance_checker.errors import InputError
from compliance_checker.model import Call, Case, Collector, Utterance
from compliance_checker.pipeline import Checker
from compliance_checker.verify import registry


def say(*lines: str, **known) -> Call:
    turns = []
    for index, line in enumerate(lines):
        role, _, text = line.partition(": ")
        turns.append(Utterance(index, role, text))  # type: ignore[arg-type]
    return Call("c-1", tuple(turns), **known)


def found(checker: Checker, *lines: str, **known) -> list[tuple[str, int, str]]:
    verdict = checker.check(say(*lines, **known))
    return [(one.rule, one.turn, one.status) for one in verdict.findings]


# -- single sentences ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("再不还就打给你家人", "T5.3-family"),
        ("爆 通 讯 录", "T5.3-family"),
        ("给你抱通讯录", "T5.3-family"),
        ("💥通讯录", "T5.3-family"),
        ("你他妈快还", "T2.1-swearing"),
        ("出门给我小心点", "T1.1-all"),
        ("我天天骚扰你", "T7.1-words"),
        ("少废话", "T9.5-review"),
    ],
)
def test_a_rule_finds_its_words(checker, text, rule):
    assert [one[0] for one in found(checker, f"collector: {text}")] == [rule]


@pytest.mark.parametrize(
    "line",
    [
        "collector: 我们不会打给您家人",
        "collector: 您说有人要打给您家人",
        "collector: 他妈妈在家吗",
        "collector: 外面下雪，出门小心",
        "collector: 出门小心台阶",
        "collector: 小心",
        "collector: 老规则",
        "debtor: 你他妈再打一次试试",
        "third_party: 爆通讯录",
        "collector: ",
    ],
)
def test_what_no_rule_means_is_left_alone(checker, line):
    assert found(checker, line) == []


def test_a_bot_is_judged_as_a_collector(checker):
    assert found(checker, "bot: 少废话")


def test_an_unknown_speaker_is_for_review(checker):
    [(_, _, status)] = found(checker, "unknown: 你他妈快还")

    assert status == "needs_review"


def test_an_experimental_rule_and_a_rule_under_review_never_decide_alone(checker):
    assert found(checker, "collector: 没得谈") == [("T9.3-trial", 0, "needs_review")]
    assert found(checker, "collector: 少废话") == [("T9.5-review", 0, "needs_review")]


def test_a_finding_carries_everything_needed_to_defend_it(checker):
    text = "你好，再不还就打　给你家人！"
    when = datetime.fromisoformat("2025-12-01T10:00:00+08:00")

    verdict = checker.check(say(f"collector: {text}", started_at=when))

    [finding] = verdict.findings
    assert text[finding.start : finding.end] == finding.text == "打　给你家人"
    assert finding.how == "spaces removed"
    assert ("PSAPL", "42(五)") in [(one.id, one.article) for one in finding.basis]
    assert finding.reasons[:3] == (
        "speaker is the collector",
        "not negated",
        "not a quotation",
    )
    assert finding.suggestion == "请换一种说法"


@pytest.mark.parametrize(
    ("employer", "status"),
    [("agency", ["violation"]), ("unknown", ["needs_review"]), ("in_house", [])],
)
def test_facts_decide_or_ask_for_review(checker, employer, status):
    collector = Collector(employer=employer)

    results = found(checker, "collector: 我是银行的", collector=collector)

    assert [one[2] for one in results] == status


def test_of_two_rules_of_a_category_the_graver_is_reported(checker):
    assert found(checker, "collector: 打给你老婆") == [("T5.3-family", 0, "violation")]


# -- several turns -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "hits"),
    [
        (("debtor: 我住院了", "collector: 住院也得还"), 1),
        (
            ("debtor: 我住院了", "collector: 喂", "collector: 那", "collector: 也得还"),
            1,
        ),
        (("debtor: 我住院了", *["collector: 喂"] * 3, "collector: 也得还"), 0),
        (("collector: 也得还", "debtor: 我住院了"), 0),
        (("collector: 您住院了也得还",), 0),
        (("debtor: 我要投诉", "collector: 随便你"), 1),
        (("collector: 投诉", "collector: 随便你"), 0),
    ],
)
def test_a_sequence_needs_both_parts_in_order(checker, lines, hits):
    assert len(found(checker, *lines)) == hits


def test_a_debt_told_to_a_stranger_is_one_thing_and_told_too_early_another(checker):
    owes = "collector: 您儿子逾期四十天了"

    assert found(checker, "third_party: 喂", owes)[0][0] == "T5.1-told"
    unverified = Case(verified_by=None, verification_known=True)
    assert (
        found(checker, "collector: 您逾期四十天了", case=unverified)[0][0]
        == "T6.1-early"
    )


# -- honesty -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines", [(), ("debtor: 喂",), ("collector: ",), ("collector: 。，！",)]
)
def test_a_call_in_which_nothing_was_said_is_not_checked(checker, lines):
    verdict = checker.check(say(*lines))

    assert verdict.outcome == "not_checked"
    assert verdict.score == 0
    assert verdict.not_checked[0].check == "*"


def test_a_verifier_that_fails_makes_its_rule_not_checked(checker, monkeypatch):
    def broken(_: object) -> bool:
        raise RuntimeError("他妈")

    monkeypatch.setattr(
        "compliance_checker.call.judging.VERIFIERS",
        {**registry.VERIFIERS, "word_boundary": broken},
    )

    verdict = checker.check(say("collector: 你他妈快还"))

    assert verdict.outcome == "not_checked"
    [failed] = [one for one in verdict.not_checked if one.check == "T2.1-swearing"]
    assert failed.why == "RuntimeError on turn 0"


def test_a_rule_that_takes_too_long_is_not_checked(rulebook):
    ticks = count()
    slow = Checker(rulebook, budget_seconds=0.5, clock=lambda: float(next(ticks)))

    verdict = slow.check(say("collector: 少废话"))

    assert verdict.findings
    assert ("T9.5-review", "took too long on turn 0") in [
        (one.check, one.why) for one in verdict.not_checked
    ]


@pytest.mark.parametrize(
    ("plan", "outcome", "why"),
    [
        ("active", "violation", None),
        ("none", "clean", None),
        (None, "clean", "not known: plan"),
    ],
)
def test_a_rule_that_needs_a_fact_says_so_instead_of_asking_for_review(
    checker, plan, outcome, why
):
    case = Case(plan=plan)

    verdict = checker.check(say("collector: 今天还一下", case=case))

    told = {one.check: one.why for one in verdict.not_checked}
    assert [one.rule for one in verdict.findings] == (
        ["T7.3-plan"] if outcome == "violation" else []
    )
    assert told.get("T7.3-plan") == why


# -- live ----------------------------------------------------------------------------


def test_findings_come_out_with_the_utterance_that_causes_them(checker):
    watch = checker.open(say())

    assert watch.add(Utterance(0, "debtor", "我住院了")) == ()
    [finding] = watch.add(Utterance(1, "collector", "也得还"))
    assert finding.rule == "T10.1-ill"


def test_a_correction_takes_back_what_followed_from_the_error(checker):
    watch = checker.open(say("debtor: 我住院了", "collector: 也得还"))

    assert watch.replace(Utterance(0, "debtor", "我出院门了")) == ()
    assert watch.close().findings == ()


def test_a_correction_tells_only_what_is_new(checker):
    watch = checker.open(say("collector: 少废话", "collector: 嗯"))

    [finding] = watch.replace(Utterance(1, "collector", "你他妈"))

    assert finding.rule == "T2.1-swearing"


@pytest.mark.parametrize("index", [0, -1])
def test_turns_come_in_order(checker, index):
    watch = checker.open(say("collector: 喂"))

    with pytest.raises(InputError, match="order"):
        watch.add(Utterance(index, "collector", "喂"))


def test_a_turn_that_is_not_there_cannot_be_corrected(checker):
    with pytest.raises(InputError, match="no such"):
        checker.open(say("collector: 喂")).replace(Utterance(7, "debtor", "喂"))


def test_a_closed_call_takes_no_turn(checker):
    watch = checker.open(say("collector: 喂"))
    watch.close()

    with pytest.raises(InputError, match="closed"):
        watch.add(Utterance(1, "debtor", "喂"))
    with pytest.raises(InputError):
        watch.replace(Utterance(0, "debtor", "喂"))


def test_errors_hold_no_speech(checker):
    watch = checker.open(say("collector: 喂"))

    with pytest.raises(InputError) as caught:
        watch.add(Utterance(0, "debtor", "我的秘密"))
    assert "秘密" not in str(caught.value)


# -- live and audit are the same -----------------------------------------------------

TEXTS = st.one_of(
    st.sampled_from(
        [
            "喂，您好",
            "您好，请问是张伟先生吗？",
            "是我",
            "我是他妈妈",
            "请核对身份证后四位",
            "0427",
            "您逾期四十天了，欠一万二",
            "再不还就打给你老婆",
            "我们不会打给您家人",
            "爆。通。讯。录",
            "我我住院了",
            "也得还",
            "我要投诉",
            "随便你",
            "少废话",
            "你他妈",
            "别再打给我了",
            "这里是海岸银行，通话有录音",
            "",
        ]
    ),
    st.text(
        st.characters(categories=["L", "P", "Z", "Cs", "Cc", "So", "Mn"]), max_size=12
    ),
)
TURNS = st.lists(
    st.tuples(
        st.sampled_from(["collector", "debtor", "third_party", "bot", "unknown"]), TEXTS
    ),
    max_size=9,
)
HEADERS = st.builds(
    Call,
    call_id=st.just("c"),
    turns=st.just(()),
    channel=st.sampled_from(["voice", "im", None]),
    callee=st.sampled_from(["debtor", "third_party", "unknown"]),
    started_at=st.sampled_from(
        [None, datetime.fromisoformat("2026-03-02T21:59:00+08:00")]
    ),
    case=st.sampled_from(
        [Case(), Case(verification_known=True), Case(plan="active", dispute=True)]
    ),
)


def utterances(turns) -> tuple[Utterance, ...]:
    return tuple(
        Utterance(index, role, text, start=index * 40.0)
        for index, (role, text) in enumerate(turns)
    )


@settings(max_examples=150, deadline=None)
@given(header=HEADERS, turns=TURNS)
def test_utterance_by_utterance_finds_what_the_whole_call_finds(checker, header, turns):
    spoken = utterances(turns)
    watch = checker.open(header)
    live = [one for utterance in spoken for one in watch.add(utterance)]

    verdict = checker.check(replace(header, turns=spoken))

    assert watch.close() == verdict
    told = {one for one in live if hasattr(one, "rule")}
    assert told == set(verdict.findings)


@settings(max_examples=80, deadline=None)
@given(header=HEADERS, turns=TURNS, data=st.data())
def test_corrected_text_is_judged_as_if_it_had_been_said(checker, header, turns, data):
    if not turns:
        return
    at = data.draw(st.integers(0, len(turns) - 1))
    right = utterances(turns)
    first = structs.replace(right[at], text=data.draw(TEXTS))
    watch = checker.open(header)
    for utterance in (*right[:at], first, *right[at + 1 :]):
        watch.add(utterance)

    watch.replace(right[at])

    assert watch.close() == checker.check(replace(header, turns=right))


@settings(max_examples=80, deadline=None)
@given(header=HEADERS, turns=TURNS)
def test_all_evidence_is_where_it_says(checker, header, turns):
    spoken = utterances(turns)

    for finding in checker.check(replace(header, turns=spoken)).findings:
        text = spoken[finding.turn].text
        assert text[finding.start : finding.end] == finding.text != ""


def test_ten_thousand_turns_are_judged(checker):
    turns = utterances([("collector", "好的，我们再联系"), ("debtor", "嗯")] * 5_000)

    verdict = checker.check(replace(say(), turns=turns))

    assert verdict.findings == ()


def test_a_megabyte_in_one_turn_is_judged_and_its_end_is_found(checker):
    text = "您好，请说。" * 170_000 + "再不还就打给你老婆"

    [finding] = checker.check(say(f"collector: {text}")).findings

    assert text[finding.start : finding.end] == finding.text
    assert finding.end == len(text)


# -- a dropped candidate hides no other ----------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "我们不会打给你家人，是打给你老婆",
        "您说有人打给家人。我现在就打给你老婆",
        "不会找你老婆。我直接找你家人",
        "我没说找你家人，我说的是打给你老婆",
    ],
)
def test_what_is_said_after_a_denial_is_still_judged(checker, text):
    assert [rule for rule, _, _ in found(checker, f"collector: {text}")] == [
        "T5.3-family"
    ]


@pytest.mark.parametrize("text", ["我们不会打给你家人，也不会找你老婆", "不找你家人"])
def test_two_denials_leave_nothing(checker, text):
    assert found(checker, f"collector: {text}") == []


@pytest.mark.parametrize("plan", ["active", "signed", "performing"])
def test_a_signed_plan_is_an_active_one(checker, plan):
    known = {"case": Case(plan=plan)}
    rules = [rule for rule, _, _ in found(checker, "collector: 今天还一下", **known)]
    assert "T7.3-plan" in rules


@pytest.mark.parametrize("plan", ["submitted", "requested", "broken", "refused"])
def test_a_plan_asked_for_is_not_active(checker, plan):
    known = {"case": Case(plan=plan)}
    rules = [rule for rule, _, _ in found(checker, "collector: 今天还一下", **known)]
    assert "T7.3-plan" not in rules
