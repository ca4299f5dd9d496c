"""Measures the tables of the chapters on sequences: python -m benchmarks.chapter_tables [name …]

Each is a training that takes longer than a visitor waits. It takes some ten minutes of one processor.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from course.chapters.gates import forget, lengths, tasks
from course.chapters.in_time import clipping, race, rescue
from course.chapters.measured import TABLES
from course.chapters.text import amount, copies

MEASURED: dict[str, Callable[[], Any]] = {
    "race": race.measure,
    "rescue": rescue.measure,
    "clipping": clipping.measure,
    "forget": forget.measure,
    "tasks": tasks.measure,
    "lengths": lengths.measure,
    "copies": copies.measure,
    "amount": amount.measure,
}


def main() -> None:
    """Measure the tables that are named, or all."""
    for name in sys.argv[1:] or MEASURED:
        start = time.process_time()
        text = json.dumps(MEASURED[name](), ensure_ascii=False, separators=(",", ":"))
        TABLES.mkdir(exist_ok=True)
        (TABLES / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(f"{name:10} {len(text):6} characters, {time.process_time() - start:.0f} s of processor time")


if __name__ == "__main__":
    main()
