"""Values that Python and the live pictures both need: constants.json, which the pictures' scripts import too."""

import json
from pathlib import Path
from typing import Any

CONSTANTS: dict[str, Any] = json.loads((Path(__file__).parent / "constants.json").read_text(encoding="utf-8"))

ERASER_RADIUS: float = CONSTANTS["eraserRadius"]  # units of the plane
MAX_STROKE: int = CONSTANTS["maxStroke"]  # places of one act that adds or erases points; a longer stroke is several
LARGEST_NUMBER: float = CONSTANTS["largestNumber"]  # a larger loss is shown as infinite
