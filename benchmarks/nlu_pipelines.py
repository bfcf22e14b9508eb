"""Which stock pipeline reads intents best, on messages its training authors never saw.

Runs in the dialogue environment, because Rasa lives there::

    PYTHONPATH=bot/dialogue .venv-dialogue/bin/python benchmarks/nlu_pipelines.py \
        nlu_data/heldout/blind_a.jsonl \
        benchmarks/nlu/lr.yml benchmarks/nlu/diet.yml

Accuracy comes first, then load time and latency; the times are only comparable
within one run, and the accuracy of one message counts as right when the intent is the
expected one or stands in ``also_ok``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

TRAINING = Path(__file__).resolve().parent.parent / "nlu_data" / "nlu"


async def read_all(
    model: str, rows: list[dict[str, Any]]
) -> tuple[list[str], float, float]:
    """The intent of each row, seconds to load, milliseconds a message."""
    from rasa.core.agent import Agent

    began = time.perf_counter()
    agent = Agent.load(model)
    loaded = time.perf_counter() - began
    began = time.perf_counter()
    got = [(await agent.parse_message(row["text"]))["intent"]["name"] for row in rows]
    return got, loaded, (time.perf_counter() - began) * 1000 / len(rows)


def measure(config: str, rows: list[dict[str, Any]], folder: str) -> dict[str, Any]:
    from rasa.model_training import train_nlu

    began = time.perf_counter()
    model = train_nlu(config, str(TRAINING), folder, fixed_model_name=Path(config).stem)
    trained = time.perf_counter() - began
    assert model is not None, "no model came out of the training"
    got, loaded, per_message = asyncio.run(read_all(model, rows))
    right = sum(
        intent == row["intent"] or intent in row.get("also_ok", [])
        for intent, row in zip(got, rows, strict=True)
    )
    return {
        "config": Path(config).stem,
        "accuracy": round(right / len(rows), 4),
        "train_s": round(trained, 1),
        "load_s": round(loaded, 1),
        "ms_a_message": round(per_message, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("heldout", type=Path)
    parser.add_argument("configs", nargs="+")
    options = parser.parse_args()
    lines = options.heldout.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        for config in options.configs:
            print(json.dumps(measure(config, rows, folder)), flush=True)


if __name__ == "__main__":
    main()
