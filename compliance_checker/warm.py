"""``python -m compliance_checker.warm``: everything that is made once, made now.

The first check after an installation compiles the scan to machine code and makes the
tables of the rulebook, most of a minute together; a service must not meet that with a
person waiting.
"""

from __future__ import annotations

import os

from compliance_checker.configured import configured
from compliance_checker.model import Call, Utterance
from compliance_checker.settings import read_settings

#: Plain, with stutters and fillers, with letters, and misheard.
SAID = (
    "您好，请问是张先生吗",
    "那个我我我们这边就是说想跟您核对一下",
    "app上可以还，bao tong xun lu",
    "再不还我们就抱你通训录",
)


def main() -> None:
    """Check a call of a few turns by the configured rulebook.

    Raises:
        ComplianceError: If the rulebook cannot be used.
    """
    checker = configured(read_settings(os.environ))
    turns = tuple(Utterance(at, "collector", text) for at, text in enumerate(SAID))
    checker.check(Call("warm", turns))


if __name__ == "__main__":
    main()
