"""The command line in Chinese: argparse with its headings and errors put into it."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn, TypeAlias

#: Where commands are added.
Subparsers: TypeAlias = "argparse._SubParsersAction[Parser]"

#: What argparse says when it is called wrongly, and what we say.
_ERRORS = (
    (r"the following arguments are required: (.+)", r"缺少：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"expected one argument", "后面要跟一个值"),
    (r"expected at least one argument", "后面至少要跟一个值"),
    (r"invalid choice: (.+?) \(choose from (.+)\)", r"不能是 \1，可用：\2"),
    (r"not allowed with argument (.+)", r"不能与 \1 同用"),
    (r"\bargument ([^:]+): ", r"\1："),
)


class _Help(argparse.HelpFormatter):
    def add_usage(
        self, usage: Any, actions: Any, groups: Any, prefix: str | None = None
    ) -> None:
        super().add_usage(
            usage, actions, groups, "用法：" if prefix is None else prefix
        )


class Parser(argparse.ArgumentParser):
    """A parser whose own words are Chinese; subparsers made by it are so too."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"formatter_class": _Help, **given, "add_help": False})
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示帮助后退出")

    def error(self, message: str) -> NoReturn:
        """Leave with what is wrong in Chinese."""
        self.print_usage()
        self.exit(2, f"{self.prog}：{in_chinese(message)}\n")


def in_chinese(message: str) -> str:
    """What argparse found wrong, as far as its words are known.

    >>> in_chinese("the following arguments are required: FILE")
    '缺少：FILE'
    """
    for english, chinese in _ERRORS:
        message = re.sub(english, chinese, message)
    return message
