"""How outcome and score come about, in Chinese: the policy as it stands."""

from __future__ import annotations

from collections.abc import Iterator

from compliance_checker.model import SEVERITIES
from compliance_checker.report import words
from compliance_checker.rulebook.policy import STATUSES, OutcomeRule, Policy

_CAPS = {
    **{name: f"{title}问题" for name, title in words.SEVERITIES.items()},
    "needs_review": "待人工复核的问题",
    "category": "同一类别（或检查）",
}


def policy_lines(policy: Policy) -> Iterator[str]:
    """Every rule of the policy, a sentence each."""
    score = policy.score
    points = "、".join(
        f"{words.SEVERITIES[name]} {getattr(score.points, name):g} 分"
        for name in reversed(SEVERITIES)
    )
    yield f"每通 100 分，扣到 0 为止。每处违规扣：{points}。"
    yield f"待人工复核的，按 {score.needs_review:.0%} 扣。"
    yield f"本通里同一类别（或检查）再次出现的，按 {score.repeated:.0%} 扣。"
    for name, title in _CAPS.items():
        most = getattr(score.caps, name)
        if most is not None:
            yield f"一通里{title}合计最多扣 {most:g} 分。"
    yield "扣分相加后舍去小数。没有可判的话，结论为未能检查，得分为 0。"
    for number, rule in enumerate(policy.outcome, start=1):
        yield f"结论 {number}：{_outcome(rule)}"
    yield "有问题而以上都对不上的：待人工复核。没有问题的：未发现问题。"
    dialling = policy.dialling
    yield (
        f"拨打次数：每天有效通话 {dialling.connected_per_day} 次，同一号码未接通 "
        f"{dialling.unanswered_per_number_day} 次；说满 "
        f"{dialling.effective_seconds:g} 秒算有效通话。"
    )
    service = policy.service
    yield (
        "服务指标（只供参考）超过以下数值时标出："
        f"坐席说话占比 {service.our_share:.0%}、每分钟 "
        f"{service.characters_per_minute:g} 字、打断 {service.interruptions} 次、"
        f"同时说话 {service.overlap_seconds:g} 秒、沉默 {service.silence_seconds:g} 秒、"
        f"独白 {service.monologue_seconds:g} 秒。"
    )
    if policy.reason and policy.on:
        yield f"本办法由 {policy.by} 于 {policy.on:%Y-%m-%d} 制定：{policy.reason}"


def _outcome(rule: OutcomeRule) -> str:
    kinds = "问题"
    if set(rule.status) != set(STATUSES):
        kinds = "、".join(words.STATUSES[one] for one in rule.status)
    if set(rule.severity) != set(SEVERITIES):
        kinds = f"{'、'.join(words.SEVERITIES[one] for one in rule.severity)}的{kinds}"
    result = words.OUTCOMES[rule.outcome]
    if rule.outcome == "clean":
        return f"全部都是{kinds}，得出“{result}”。"
    several = f" {rule.at_least} 处以上" if rule.at_least > 1 else ""
    return f"有{several}{kinds}，得出“{result}”。"
