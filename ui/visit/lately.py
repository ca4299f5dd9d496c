"""What was replaced of late: a message of the browser that was on its way meanwhile still brings the old value."""

import math
import time
from typing import Any

LATE_AFTER = 1.5  # seconds that a message of the browser may be on its way
MEMORY = 10.0  # seconds: of many clicks in quick succession the last one is answered after all others


class Replaced:
    """The values of one widget, or of the address, that were replaced of late, each with the time."""

    def __init__(self) -> None:
        self._values: list[tuple[Any, float]] = []

    def note(self, value: Any) -> None:
        """Note that a value has just been replaced."""
        now = time.monotonic()
        self._values = [each for each in self._values if each[0] != value and now - each[1] < MEMORY]
        self._values.append((value, now))

    def age(self, value: Any) -> float:
        """Return how long ago a value was replaced, in seconds; infinity if it was not, or not of late."""
        when = next((when for each, when in self._values if each == value), -math.inf)
        return time.monotonic() - when

    def clear(self) -> None:
        """Forget all values."""
        self._values.clear()
