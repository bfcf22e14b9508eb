"""An operator's folder over the rulebook: what it adds, what it changes, what not."""

from __future__ import annotations

import pytest

from compliance_checker.errors import RulebookError
from compliance_checker.rulebook.lint import lint, remarks
from compliance_checker.rulebook.load import load_rulebook, load_valid

HEAD = """\
name: anxin
title: 安信补充规则
version: "3"
owner: 合规部
"""
WHY = "{reason: 本行用语另有规定, by: 合规部 王宁, date: 2026-11-20, %s}"
OFF = HEAD + "rules:\n  T5.3-contact-family: " + WHY % "enabled: false"


@pytest.fixture
def overlay(tmp_path):
    """Write an overlay; file names lead to texts."""

    def write(manifest=HEAD, folder="anxin", **files):
        home = tmp_path / folder
        home.mkdir()
        if manifest is not None:
            (home / "overlay.yaml").write_text(manifest, encoding="utf-8")
        for name, text in files.items():
            path = home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return home

    return write


def loaded(home, *overlays):
    return load_rulebook(home / "rules", home / "lexicons", overlays=overlays)


def refused(home, *overlays) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        loaded(home, *overlays)
    return [str(one) for one in caught.value.problems]


def own_rule(rule_text, name="T5.3-anxin-tell-kin") -> str:
    return rule_text.replace("T5.3-contact-family", name).replace("扬言", "本行：")


def test_an_overlay_adds_rules_and_lists_of_its_own(folder, overlay, rule_text):
    rule = own_rule(rule_text).replace("{relative}", "{anxin_kin}")
    house = overlay(
        **{
            "rules/T5/T5.3-anxin-tell-kin.yaml": rule,
            "lexicons/anxin_kin.txt": "# 亲属\n表舅\n表姨\n",
        }
    )

    rulebook = loaded(folder(), house)

    assert {rule.id for rule in rulebook.rules} == {
        "T5.3-contact-family",
        "T5.3-anxin-tell-kin",
    }
    assert rulebook.overlays[0].rules == ("T5.3-anxin-tell-kin",)
    assert rulebook.overlays[0].lexicons == ("anxin_kin",)
    assert rulebook.overlays[0].changes == ()


def test_an_overlay_adds_terms_to_shipped_lists(folder, overlay):
    house = overlay(**{"lexicons/relative.txt": "# 更多\n家人\n表舅\n"})

    rulebook = loaded(folder(), house)

    assert rulebook.terms["relative"] == ("家人", "爸妈", "老婆", "表舅")
    assert rulebook.overlays[0].terms == 1


def test_added_terms_are_no_disorder_of_the_shipped_list(folder, overlay):
    house = overlay(**{"lexicons/relative.txt": "# 更多\n丈人\n"})

    assert {one.code for one in lint(loaded(folder(), house))} == {"CC221"}


def test_a_single_character_added_to_a_list_without_them_is_told(folder, overlay):
    text = "# 更多\n# single: yes\n爸\n"
    house = overlay(**{"lexicons/relative.txt": text})

    [problem] = [one for one in lint(loaded(folder(), house)) if one.code == "CC205"]

    assert problem.where == f"{house}/lexicons/relative.txt:3"


def test_a_term_is_taken_out_with_a_reason(folder, overlay):
    house = overlay(HEAD + "lexicons:\n  relative: " + WHY % "remove: [老婆]")

    rulebook = loaded(folder(), house)

    assert rulebook.terms["relative"] == ("家人", "爸妈")
    [change] = rulebook.overlays[0].changes
    assert (change.kind, change.name, change.what) == (
        "lexicon",
        "relative",
        "without 老婆",
    )


def test_a_rule_is_switched_off_with_a_reason_and_told(folder, overlay):
    house = overlay(OFF)

    rulebook = loaded(folder(), house)

    assert rulebook.rule("T5.3-contact-family").status == "deprecated"
    [change] = rulebook.overlays[0].changes
    assert (change.what, change.by) == ("off", "合规部 王宁")
    assert change.where == f"{house}/overlay.yaml:6"


def test_the_severity_of_a_rule_and_of_a_check_is_changed(folder, overlay):
    text = HEAD + "rules:\n  T5.3-contact-family: " + WHY % "severity: minor"
    text += "\nchecks:\n  C06: " + WHY % "severity: major"

    rulebook = loaded(folder(), overlay(text))

    assert rulebook.rule("T5.3-contact-family").severity == "minor"
    assert rulebook.checks["C06"].severity == "major"
    assert [one.what for one in rulebook.overlays[0].changes] == [
        "severity major→minor",
        "severity minor→major",
    ]


def test_a_check_is_switched_off(folder, overlay):
    rulebook = loaded(
        folder(), overlay(HEAD + "checks:\n  C11: " + WHY % "enabled: false")
    )

    assert not rulebook.checks["C11"].enabled


@pytest.mark.parametrize("severity", ["critical", "major", "minor"])
@pytest.mark.parametrize(
    ("lacking", "told"),
    [
        pytest.param("reason: 本行用语另有规定, ", "without a reason", id="reason"),
        pytest.param("by: 合规部 王宁, ", "without 'by'", id="by"),
        pytest.param("date: 2026-11-20, ", "without 'date'", id="date"),
    ],
)
def test_switching_a_rule_off_without_reason_name_and_day_is_refused(
    folder, overlay, rule_text, severity, lacking, told
):
    home = folder(rule_text.replace("severity: major", f"severity: {severity}"))
    house = overlay(OFF.replace(lacking, ""))

    [problem] = refused(home, house)

    assert problem.startswith(f"{house}/overlay.yaml:6: CC131 ")
    assert f"T5.3-contact-family is changed {told}" in problem


@pytest.mark.parametrize("reason", ["''", "'     '", "不需要", "'-'"])
def test_a_reason_that_says_nothing_is_none(folder, overlay, reason):
    house = overlay(OFF.replace("本行用语另有规定", reason))

    assert "CC131" in refused(folder(), house)[0]


def test_a_critical_rule_that_is_off_is_remarked_upon(folder, overlay, rule_text):
    home = folder(rule_text.replace("severity: major", "severity: critical"))

    told = [one for one in remarks(loaded(home, overlay(OFF))) if one.code == "CC244"]

    assert len(told) == 1
    assert told[0].where.endswith("overlay.yaml:6")


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        pytest.param(None, "CC130", id="no-manifest"),
        pytest.param(HEAD.replace("anxin", "安信"), "CC130", id="name-not-ascii"),
        pytest.param(HEAD.replace("anxin", "a"), "CC130", id="name-too-short"),
        pytest.param(HEAD.replace("title: 安信补充规则\n", ""), "CC130", id="title"),
        pytest.param(HEAD.replace("owner: 合规部\n", ""), "CC130", id="owner"),
        pytest.param(HEAD.replace('"3"', '"3+4"'), "CC130", id="version"),
        pytest.param(HEAD + "ruls: {}\n", "CC105", id="unknown-field"),
        pytest.param(OFF.replace("enabled", "enable"), "CC105", id="unknown-setting"),
        pytest.param(OFF.replace("enabled: false", ""), "CC136", id="nothing-changed"),
        pytest.param(
            OFF.replace("enabled: false", "enabled: true"), "CC136", id="on-already"
        ),
        pytest.param(
            OFF.replace("enabled: false", "severity: major"), "CC136", id="same"
        ),
        pytest.param(OFF.replace("family", "famly"), "CC134", id="no-such-rule"),
        pytest.param(
            HEAD + "checks:\n  C77: " + WHY % "enabled: false", "CC134", id="no-check"
        ),
        pytest.param(
            HEAD + "checks:\n  C05: " + WHY % "severity: major",
            "CC135",
            id="a-check-nobody-makes",
        ),
        pytest.param(
            HEAD + "lexicons:\n  relativ: " + WHY % "remove: [老婆]",
            "CC134",
            id="no-such-list",
        ),
        pytest.param(
            HEAD + "lexicons:\n  relative: " + WHY % "remove: [老婆婆]",
            "CC134",
            id="no-such-term",
        ),
    ],
)
def test_a_mistake_in_the_manifest_is_told_by_its_code(folder, overlay, manifest, code):
    assert any(f" {code} " in one for one in refused(folder(), overlay(manifest)))


def test_an_unknown_rule_comes_with_the_nearest(folder, overlay):
    [problem] = refused(folder(), overlay(OFF.replace("family", "famly")))

    assert "did you mean T5.3-contact-family?" in problem


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        pytest.param(
            "rules/T5/T5.3-contact-family.yaml", "RULE", "CC132", id="a-shipped-rule"
        ),
        pytest.param(
            "rules/T5/T5.3-tell-kin.yaml", "RULE", "CC133", id="without-the-name"
        ),
        pytest.param("rules/cues.yaml", "{}", "CC137", id="cues"),
        pytest.param("rules/checks.yaml", "{}", "CC137", id="checks"),
        pytest.param("rules/rulebook.yaml", "{}", "CC137", id="version"),
        pytest.param("rules/policy.yaml", "{}", "CC137", id="policy-misplaced"),
        pytest.param("lexicon/relative.txt", "# x\n表舅\n", "CC137", id="a-typo"),
        pytest.param("lexicons/kin_more.txt", "# x\n表舅\n", "CC133", id="a-list"),
        pytest.param(
            "rules/basis.yaml",
            "PIPL: {name: 甲, issuer: 乙, force: house, certainty: T}\n",
            "CC132",
            id="a-shipped-source",
        ),
    ],
)
def test_nothing_shipped_is_replaced(folder, overlay, rule_text, name, text, code):
    rule_id = name.rsplit("/", 1)[-1].removesuffix(".yaml")
    text = text.replace("RULE", own_rule(rule_text, rule_id))

    assert any(f" {code} " in one for one in refused(folder(), overlay(**{name: text})))


def test_a_source_of_the_house_is_added(folder, overlay, rule_text):
    source = "ANXIN: {name: 催收手册, issuer: 安信, force: house, certainty: T}\n"
    rule = own_rule(rule_text).replace('id: PIPL, article: "6"', "id: ANXIN")
    files = {
        "rules/basis.yaml": source,
        "rules/T5/T5.3-anxin-tell-kin.yaml": rule,
    }

    rulebook = loaded(folder(), overlay(**files))

    assert rulebook.basis["ANXIN"].force == "house"
    assert "PIPL" in rulebook.basis


def test_notes_beside_an_overlay_are_left_alone(folder, overlay):
    assert loaded(folder(), overlay(**{"README.md": "为什么"})).overlays


def test_version_and_hash_tell_of_the_overlay(folder, overlay):
    home = folder()
    plain, laid = loaded(home).id, loaded(home, overlay()).id

    assert laid.version == f"{plain.version}+anxin.3"
    assert laid.sha256 != plain.sha256


def test_another_reason_is_another_hash(folder, overlay):
    home = folder()
    one = loaded(home, overlay(OFF)).id
    other = loaded(home, overlay(OFF.replace("另有", "已有"), folder="later")).id

    assert one.version == other.version
    assert one.sha256 != other.sha256


def test_the_place_of_an_overlay_on_disk_does_not_change_the_hash(folder, overlay):
    home = folder()

    here, there = overlay(OFF), overlay(OFF, folder="elsewhere")

    assert loaded(home, here).id == loaded(home, there).id


def test_a_second_overlay_is_laid_over_the_first(folder, overlay):
    group = overlay(OFF.replace("enabled: false", "severity: critical"))
    branch = overlay(
        OFF.replace("anxin", "local").replace("enabled: false", "severity: minor"),
        folder="local",
    )

    rulebook = loaded(folder(), group, branch)

    assert rulebook.rule("T5.3-contact-family").severity == "minor"
    assert rulebook.id.version.endswith("+anxin.3+local.3")
    assert rulebook.overlays[1].changes[0].what == "severity critical→minor"


def test_two_overlays_of_one_name_are_refused(folder, overlay):
    told = refused(folder(), overlay(), overlay(folder="copy"))

    assert any("two overlays have this name" in one for one in told)


def test_a_broken_overlay_leaves_the_rest_to_be_looked_at(folder, overlay):
    house = overlay(OFF.replace("by: 合规部 王宁, ", ""))
    home = folder()

    rulebook, problems = load_valid(home / "rules", home / "lexicons", overlays=[house])

    assert len(problems) == 1
    assert rulebook.rule("T5.3-contact-family").status == "stable"
