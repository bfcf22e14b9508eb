"""Builds the two environments, each once: ``python tools/environments.py main dialogue``.

Standard library only, because it runs before anything is installed.  A stamp beside
each environment holds the hash of its pins, so a second run does nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "requirements"
STAMP = ".hecui-pins"


class SetupError(Exception):
    """The environment cannot be built; the message says what to do."""


def python_of(venv: Path) -> Path:
    return venv / "bin" / "python"


def digest(pins: Path) -> str:
    return hashlib.sha256(pins.read_bytes()).hexdigest()


def up_to_date(venv: Path, pins: Path) -> bool:
    stamp = venv / STAMP
    return stamp.is_file() and stamp.read_text().strip() == digest(pins)


def run(step: str, command: list[str | Path]) -> None:
    """Run *command*; say how long it took, show its output only when it fails."""
    print(f"  {step} …", end="", flush=True)
    began = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env={**os.environ, "VIRTUAL_ENV": "", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    print(f" {time.monotonic() - began:.0f} s")
    if done.returncode != 0:
        tail = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise SetupError(f"{step} failed (exit {done.returncode}):\n{tail}")


def version_of(python: str | Path) -> tuple[int, int] | None:
    """``(3, 10)`` of an interpreter, or nothing if it does not run."""
    ask = "import sys; print(*sys.version_info[:2])"
    try:
        done = subprocess.run(
            [str(python), "-c", ask], capture_output=True, text=True, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode != 0:
        return None
    major, minor = done.stdout.split()
    return int(major), int(minor)


def interpreters(minor: int) -> list[str]:
    """Places where a Python 3.*minor* may be, likeliest first."""
    name = f"python3.{minor}"
    found = [os.environ.get(f"HECUI_PYTHON3{minor}", ""), shutil.which(name) or ""]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found += sorted(
        (str(p) for p in pyenv.glob(f"3.{minor}.*/bin/{name}")), reverse=True
    )
    found += [f"/usr/local/bin/{name}", f"/opt/homebrew/bin/{name}"]
    return [path for path in found if path]


def find_python(minor: int) -> str | None:
    """An interpreter that really is Python 3.*minor*, or nothing."""
    return next((p for p in interpreters(minor) if version_of(p) == (3, minor)), None)


def main_python() -> str:
    if (3, 11) <= sys.version_info[:2] <= (3, 13):
        return sys.executable
    found = next((p for m in (11, 12, 13) if (p := find_python(m))), None)
    if found is None:
        raise SetupError(
            "Python 3.11, 3.12 or 3.13 is needed and none was found. Install one "
            "(Debian: apt-get install python3 python3-venv), or name it: "
            "HECUI_PYTHON311=/path/to/python3.11 make run"
        )
    return found


def build_main() -> None:
    venv, pins = ROOT / ".venv", PINS / "dev.txt"
    if not up_to_date(venv, pins):
        install_main(venv, pins)
    warm(venv)


def warm(venv: Path) -> None:
    """Compile the checker's scan and make its tables, where any of it has changed."""
    stamp, now = venv / ".hecui-warm", sources(ROOT / "compliance_checker")
    if stamp.is_file() and stamp.read_text().strip() == now:
        return
    command = [python_of(venv), "-m", "compliance_checker.warm"]
    run("the checker, compiled (about a minute, once)", command)
    stamp.write_text(now)


def sources(folder: Path) -> str:
    """A hash of all code and rules in *folder*."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".py", ".yaml", ".txt", ".tsv"}:
            found.update(path.read_bytes())
    return found.hexdigest()


def install_main(venv: Path, pins: Path) -> None:
    print("main environment (.venv)")
    if version_of(python_of(venv)) is None:
        run("create", [main_python(), "-m", "venv", "--clear", venv])
    run(
        "installer",
        [
            python_of(venv),
            "-m",
            "pip",
            "install",
            "-q",
            "--require-hashes",
            "-r",
            PINS / "uv.txt",
        ],
    )
    uv = venv / "bin" / "uv"
    run("packages", [uv, "pip", "sync", "-q", "--python", python_of(venv), pins])
    itself = ["--no-deps", "--no-build-isolation", "-e", ROOT]
    run("hecui", [uv, "pip", "install", "-q", "--python", python_of(venv), *itself])
    (venv / STAMP).write_text(digest(pins))


def build_dialogue() -> None:
    venv, pins = ROOT / ".venv-dialogue", PINS / "dialogue.txt"
    if up_to_date(venv, pins):
        return
    build_main()
    uv = ROOT / ".venv" / "bin" / "uv"
    print("dialogue environment (.venv-dialogue, Python 3.10, about 2.5 GB)")
    if version_of(python_of(venv)) != (3, 10):
        create_dialogue(uv, venv)
    run("packages", [uv, "pip", "sync", "-q", "--python", python_of(venv), pins])
    (venv / STAMP).write_text(digest(pins))


def create_dialogue(uv: Path, venv: Path) -> None:
    """Rasa 3.6 runs on Python 3.10: use one that is here, else let uv fetch it."""
    python = find_python(10)
    try:
        run("create", [uv, "venv", "-q", "--clear", "--python", python or "3.10", venv])
    except SetupError as error:
        if python:
            raise
        raise SetupError(
            "Python 3.10 is needed for the Rasa server; none was found and none could "
            "be fetched. Install one (Debian: apt-get install python3.10; pyenv: pyenv "
            "install 3.10), or name it: HECUI_PYTHON310=/path/to/python3.10 make run"
        ) from error


BUILDERS = {"main": build_main, "dialogue": build_dialogue}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="+", choices=sorted(BUILDERS))
    try:
        for name in parser.parse_args().names:
            BUILDERS[name]()
    except SetupError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
