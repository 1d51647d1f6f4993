"""What an issue asked of a figure, said beside it; ``python -m benchmarks`` gathers what every script said."""

import json
import os
from pathlib import Path

#: names the file where ``python -m benchmarks`` reads the marks of the script that it runs.
GATHERED = "RELAIS_BENCHMARK_MARKS"


def mark(label: str, figure: float, asked: float, unit: str = "ms", *, at_least: bool = False) -> str:
    """«asked: at most 30 ms, reached». ``figure`` in the unit of ``asked``; ``at_least``: more is better."""
    reached = figure >= asked if at_least else figure <= asked
    said = f"asked: {'at least' if at_least else 'at most'} {asked:,g} {unit}, {'reached' if reached else 'NOT reached'}"
    if path := os.environ.get(GATHERED):
        with Path(path).open("a") as gathered:
            print(json.dumps({"label": label, "figure": figure, "said": said, "reached": reached}), file=gathered)
    return said
