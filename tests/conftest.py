"""What holds for all tests."""

from __future__ import annotations

import os

# Reading disguised words back takes seconds to set up for each rulebook of a test; the
# tests that are about it switch it on.
os.environ.setdefault("HECUI_CHECKER_RESTORE", "0")
