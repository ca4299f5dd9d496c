"""A page in the browser, which gets what a session sends: the live picture first, and the controls once it is drawn.

A browser draws all that it has at once, and the many controls of a page take it longest. A server holds up the script
of the page for that; here what comes after the picture is held up, and the script goes on meanwhile.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from streamlit.runtime import get_instance
from streamlit.runtime.runtime_util import serialize_forward_msg
from streamlit.runtime.session_manager import ClientContext, SessionClient

from ui.server.channel import PICTURE_FIRST, Channel

_awaited: set[str] = set()  # the components of live pictures that are new on their page, and are to be drawn first


def expect(own: Channel, picture: str) -> None:
    """Send a picture that is new on its page at once; takes the place of Channel.wait_for_line."""
    is_new, own.awaited = picture != own.awaited, picture
    if is_new and own.live and own.live.picture == picture:
        _awaited.add(f"network_{picture}")
        send_now()


def send_now() -> None:
    """Send what scripts have said so far. While a script runs the Runtime's own loop, which does so, has to wait."""
    runtime = get_instance()
    for info in runtime._session_mgr.list_active_sessions():
        for message in info.session.flush_browser_queue():
            runtime._send_message(info, message)


class Context(ClientContext):
    """What a server would know of a request: nothing."""

    headers = ()
    cookies: dict[str, str] = {}  # noqa: RUF012
    remote_ip = None


class Page(SessionClient):
    """A page; post sends bytes to it."""

    def __init__(self, post: Callable[[bytes], None]):
        self.post = post
        self.held: list[bytes] | None = None  # what waits for the picture; None if nothing does

    def write_forward_msg(self, msg: Any) -> None:
        """Send a message to the page, at once or when its picture is there."""
        data = serialize_forward_msg(msg)
        if self.held is not None:
            self.held.append(data)
            return
        self.post(data)
        if (name := _component(msg)) in _awaited:
            _awaited.discard(name)
            self.held = []
            asyncio.get_running_loop().call_later(PICTURE_FIRST, self.release)

    def release(self) -> None:
        """Send what was held up."""
        held, self.held = self.held or [], None
        for data in held:
            self.post(data)

    @property
    def client_context(self) -> ClientContext:
        """What is known of the page's request."""
        return Context()


def _component(msg: Any) -> str:
    """Return the name of the component that a message places on a page, or "" for any other message."""
    if msg.WhichOneof("type") != "delta" or msg.delta.new_element.WhichOneof("type") != "bidi_component":
        return ""
    return msg.delta.new_element.bidi_component.component_name
