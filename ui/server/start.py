"""What happens once, when a server starts: settings of the process, and imports ahead of time.

The pages do not depend on any of it: they also run where no lifespan does, such as under AppTest.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

from threadpoolctl import threadpool_limits

from ui.server import memory

# Seconds after which a script that computes lets the event loop go on, which waits so long after each look at a socket.
SWITCH_INTERVAL = 0.001
# What the first page imports. By name, because these modules are above this one.
FIRST_PAGE = (
    "course.path",
    "ui.images.panels",
    "ui.images.picture",
    "ui.playground.actions",
    "ui.playground.panels",
    "ui.playground.stage",
    "ui.rooms.guest_page",
)


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Prepare the process before the server answers, so that the first visitor waits no longer than the next."""
    memory.tune()
    sys.setswitchinterval(SWITCH_INTERVAL)
    for name in FIRST_PAGE:
        import_module(name)
    # The engine's matrices are small: more threads would wait for each other, on a busy machine for a long time.
    threadpool_limits(1, "blas")
    memory.keep()
    yield
