"""Values that Python and the live pictures both need: constants.json, which the pictures' scripts import too."""

import json
from pathlib import Path
from typing import Any

CONSTANTS: dict[str, Any] = json.loads((Path(__file__).parent / "constants.json").read_text(encoding="utf-8"))

ERASER_RADIUS: float = CONSTANTS["eraserRadius"]  # units of the plane
LARGEST_NUMBER: float = CONSTANTS["largestNumber"]  # a larger loss is shown as infinite
