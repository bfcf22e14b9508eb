"""Who a name in a file stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from compliance_checker.model import ROLE_ALIASES, ROLES, Role

#: What people write in front of a line, folded to lower case without spaces.
NAMES: Mapping[Role, tuple[str, ...]] = {
    "collector": (
        "坐席", "座席", "坐席员", "座席员", "坐席人员", "客服", "客服人员", "客服专员",
        "催收员", "催收", "催收人员", "催收专员", "催收坐席", "专员", "业务员",
        "工作人员", "话务员", "collector", "agent",
    ),
    "debtor": (
        "客户", "债务人", "欠款人", "借款人", "借款客户", "用户", "持卡人", "本人",
        "债务人本人", "被叫", "debtor", "customer", "client", "borrower",
    ),
    "third_party": (
        "第三人", "第三方", "家属", "家人", "亲属", "亲友", "联系人", "紧急联系人",
        "同事", "单位同事", "third_party", "thirdparty", "third-party",
    ),
    "bot": ("机器人", "智能客服", "语音机器人", "催收机器人", "bot", "robot"),
    "unknown": ("未知", "其他", "其他人", "不明", "unknown"),
}  # fmt: skip

_ROLE_OF: Mapping[str, Role] = {
    name: role for role, names in NAMES.items() for name in names
}

#: 坐席1, 客户 2, 坐席（0123）, 坐席[00:12]: the number or bracket is no part of it.
_TAIL = re.compile(r"(?:\s*\d{1,4}|\s*[（(\[【][^）)\]】]{0,24}[）)\]】])+\Z")

KNOWN_HINT = "name the speaker 坐席, 客户, 第三人 or 机器人, or say who it is: --map 名字=collector"


def role_of(name: str, given: Mapping[str, Role]) -> Role | None:
    """The role of a speaker called *name*; what the caller has *given* goes first."""
    name = name.strip()
    for form in (name, _TAIL.sub("", name).strip()):
        if form in given:
            return given[form]
        if role := _ROLE_OF.get(re.sub(r"\s+", "", form).lower()):
            return role
    return given.get("*")


def parse_map(text: str) -> dict[str, Role]:
    """``0=collector,1=debtor`` as a mapping; Chinese role names do as well.

    Raises:
        ValueError: If a part is no ``speaker=role``; the text says which.

    >>> parse_map("0=collector, 1=客户")
    {'0': 'collector', '1': 'debtor'}
    """
    given: dict[str, Role] = {}
    for part in filter(None, (one.strip() for one in re.split("[,，]", text))):
        speaker, equals, name = (one.strip() for one in part.rpartition("="))
        role = ROLE_ALIASES.get(name) or _ROLE_OF.get(name.lower())
        if not (equals and speaker) or role is None:
            roles = ", ".join(ROLES)
            raise ValueError(f"{part!r} is no speaker=role; roles are {roles}")
        given[speaker] = role
    return given
