"""What stands before Streamlit, as an ASGI middleware, and refuses what one visitor must not do to all.

It refuses websockets and uploads from other sites, too many uploads, and too much in one message of a browser.
"""

import logging
import re
from typing import Any

from google.protobuf.message import DecodeError
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import net_util
from streamlit.runtime import Runtime

from ui.server import messages
from ui.server.line import POLICY_VIOLATION
from ui.server.origin import is_origin_allowed
from ui.server.sent import Sent
from ui.server.uploads import UNKNOWN_SIZE, Uploads

SESSIONS = "/_stcore/stream"  # the path of a page's websocket, below the path that the server has
UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+$")
CHANGES = ("PUT", "DELETE")  # the methods that bring and take away an uploaded file

logger = logging.getLogger(__name__)


class Gate:
    """The middleware."""

    def __init__(self, app: ASGIApp):
        self.app = app
        self.uploads = Uploads()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a connection on, or answer it here."""
        if scope["type"] == "websocket":
            await self._open(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] in CHANGES and (upload := UPLOAD.search(scope["path"])):
            await self._upload(upload[1], scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _open(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if not is_origin_allowed(headers.get("origin"), headers.get("host")):
            logger.warning("A websocket was refused: it came from another origin, %.200r", headers.get("origin"))
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return

        if not scope["path"].endswith(SESSIONS):
            await self.app(scope, receive, send)
            return
        sent = Sent()

        async def receive_bounded() -> Message:
            while True:
                message = await receive()
                data = message.get("bytes")
                if not data:
                    return message
                try:
                    data = messages.bounded(data, sent)
                except DecodeError:  # of which Streamlit would log a traceback each time
                    logger.warning("A websocket was closed: a message that a browser does not send")
                    await send({"type": "websocket.close", "code": POLICY_VIOLATION})
                    return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}
                if data is not None:
                    return {**message, "bytes": data}

        async def send_noted(message: Message) -> None:
            if data := message.get("bytes"):
                sent.note(data)
            await send(message)

        await self.app(scope, receive_bounded, send_noted)

    async def _upload(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an upload on, unless it is one too many or comes from a page of another site.

        Browsers name the origin of every such request. Streamlit would compare a cookie with a header instead, and
        gets no cookie where the page is in a frame on another site.
        """
        headers = Headers(scope=scope)
        if not is_origin_allowed(headers.get("origin"), headers.get("host")):
            logger.warning("An upload was refused: it came from another origin, %.200r", headers.get("origin"))
            await _read_past(receive)
            await PlainTextResponse("Not from another site", 403)(scope, receive, send)
            return
        runtime = Runtime.instance()
        if scope["method"] != "PUT" or not runtime.is_active_session(session):
            await self.app(scope, receive, send)  # which refuses an upload to no session
            return
        declared = headers.get("content-length", "")
        size = int(declared) if declared.isdecimal() and len(declared) < 10 else UNKNOWN_SIZE
        storage: Any = runtime.uploaded_file_mgr
        if reason := self.uploads.refusal(session, size, storage):
            logger.warning("An upload was refused: %s", reason)
            await _read_past(receive)
            await PlainTextResponse(f"Not now: {reason}", 429)(scope, receive, send)
            return
        with self.uploads.receiving(session, size, storage):
            await self.app(scope, receive, send)


async def _read_past(receive: Receive) -> None:
    """Read the body of a request, which is not kept: a browser takes in no answer before it has sent it."""
    read = 0
    while read <= UNKNOWN_SIZE:
        message = await receive()
        read += len(message.get("body", b""))
        if not message.get("more_body"):
            return


def middleware() -> list[Middleware]:
    """Return the gate, for the app."""
    return [Middleware(Gate)]


def ask_nobody() -> None:
    """Keep Streamlit from asking a host outside for the server's public address.

    It would ask, on the event loop, when it checks the Origin of a websocket against the allowed ones.
    """
    net_util.get_external_ip = lambda: None
