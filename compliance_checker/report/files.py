"""Files that are there as a whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from compliance_checker.errors import Problem, SettingsError


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A new file that takes the place of *path* when the block ends well.

    Raises:
        SettingsError: If there can be no file in that place.
    """
    try:
        handle, name = tempfile.mkstemp(
            prefix=f".{path.name}.", suffix=".part", dir=path.parent
        )
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes private files; a report is as public as its folder.
        os.chmod(name, 0o666 & ~_mask())  # noqa: PTH101 - the name is a string here
        Path(name).replace(path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        Path(name).unlink(missing_ok=True)


def unwritable(path: Path, error: OSError) -> SettingsError:
    """The error of an output that cannot be written."""
    what = f"cannot be written: {error.strerror or type(error).__name__}"
    hint = "check that the folder exists and may be written to"
    return SettingsError([Problem("CC530", str(path), what, hint)])


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
