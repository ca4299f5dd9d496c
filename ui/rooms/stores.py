"""Which store the rooms of this server are in, as its environment says."""

import os

from ui.rooms.store import Memory, Store


def from_environment() -> Store:
    """Return the store that ROOMS_URL names, or the memory of this process. Raises ValueError for a wrong address."""
    url = os.environ.get("ROOMS_URL", "").strip()
    if not url:
        return Memory()
    from ui.rooms.redis_store import Redis  # only where it is used: the client takes a tenth of a second to import

    return Redis(url)
