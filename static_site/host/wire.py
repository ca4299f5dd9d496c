"""The line of a live picture where its two ends are in one browser: ui/server/line.py over messages."""

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.websockets import WebSocket

from ui.server import line

SCOPE: dict[str, Any] = {"type": "websocket", "path": line.PATH, "headers": [], "subprotocols": []}


class Wire:
    """One line. post sends bytes to the picture; closed tells it that the line has ended, with a code."""

    def __init__(self, post: Callable[[bytes], None], closed: Callable[[int], None]):
        self.said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.said.put_nowait({"type": "websocket.connect"})
        self.post, self.closed = post, closed
        self.task = asyncio.get_running_loop().create_task(line.answer(WebSocket(SCOPE, self.said.get, self._send)))

    def receive(self, text: bytes | str) -> None:
        """Take what the picture says."""
        self.said.put_nowait({"type": "websocket.receive", "text": text})

    def close(self) -> None:
        """End the line, as the picture wishes."""
        self.said.put_nowait({"type": "websocket.disconnect", "code": 1000})

    async def _send(self, message: Any) -> None:
        if message["type"] == "websocket.send":
            self.post(message["bytes"])
        elif message["type"] == "websocket.close":
            self.closed(message.get("code", 1000))
