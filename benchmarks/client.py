"""A visitor without a browser: a client of Streamlit's websocket protocol.

It loads a page, presses buttons, and gets the Frames of the live picture in either way, as pictures/live/talk.js does:
on the line, where it acknowledges each Frame, or through the component, where it requests the next Frame after it has
received the last one, and not before the Frame's interval has passed.
"""

import asyncio
import json
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets import Subprotocol
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

ANSWER_TIMEOUT = 20  # seconds


class AnswerError(Exception):
    """The server did not answer in time, or closed the connection."""


class Client:
    """One page of the app, used as `async with Client(address, …) as client`.

    path is the page's path, such as "activations", and picture the name of its live picture, such as "wall"; without
    has_line the Frames come through the component. The cookie is sent when the connection is opened, for a proxy that
    reads it.
    """

    def __init__(
        self,
        address: str,
        query: dict[str, str] | None = None,
        path: str = "",
        picture: str = "stage",
        cookie: str = "",
        has_line: bool = True,
    ):
        self.address, self.query, self.path, self.picture = address, query or {}, path, picture
        self.cookie, self.has_line = cookie, has_line
        self.header: dict[str, Any] = {}  # of the newest Frame
        self.received_bytes = 0
        self.errors: list[str] = []
        self._in_fragment = False  # whether the present run is of the live picture's fragment only
        self._session_id = self._page_hash = self._fragment_id = self._events_id = ""
        self._buttons: dict[str, str] = {}  # label -> id
        self._states: dict[str, WidgetState] = {}
        self._run_count = 0
        self._max_age = 0  # runs for which a browser keeps a message, so that the server may send only its hash again
        self._cached: dict[str, tuple[int, str]] = {}  # hash -> the run that sent or named it last, its fragment's id
        self._socket: ClientConnection  # set by connect
        self._line: ClientConnection | None = None
        self._line_beat = -1  # of the last Frame that came on the line

    async def __aenter__(self) -> "Client":
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the websockets. The server keeps the session for a while."""
        if self._line:
            await self._line.close()
        await self._socket.close()

    async def connect(self) -> None:
        """Open the websocket; a client that was connected before returns to its session."""
        protocols = ["streamlit", "none", self._session_id] if self._session_id else ["streamlit"]
        self._socket = await connect(
            self.address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=[Subprotocol(protocol) for protocol in protocols],
            additional_headers={"Cookie": self.cookie} if self.cookie else None,
            compression=None,
            max_size=None,
            open_timeout=ANSWER_TIMEOUT,
        )

    async def load(self, cached: Iterable[str] | None = None) -> None:
        """Request the page; return when it is complete.

        cached are the hashes of the messages that the browser had when it asked, if not those that it has now.
        """
        await self._request(BackMsg(), cached)

    async def press(self, label: str) -> None:
        """Press the button with this label; return when the page has answered."""
        message = BackMsg()
        message.rerun_script.widget_states.widgets.add(id=self._buttons[label], trigger_value=True)
        await self._request(message)

    async def choose(self, chosen: str, instead: str) -> None:
        """In the row of buttons where one is chosen, choose another instead; return when the page has answered."""
        for state in self._states.values():
            if list(state.string_array_value.data) == [chosen]:
                state.string_array_value.data[:] = [instead]
        await self._request(BackMsg())

    async def tick(self) -> float:
        """Request the next Frame; return the seconds until it was received."""
        return await self.act("tick", self.header["beat"])

    async def act(self, kind: str, value: Any) -> float:
        """Send an act of the visitor on the live picture; return the seconds until the answer was received."""
        message = BackMsg()
        trigger = json.dumps([{"event": "act", "value": {"kind": kind, "value": value}}])
        message.rerun_script.widget_states.widgets.add(id=self._events_id, json_trigger_value=trigger)
        message.rerun_script.fragment_id = self._fragment_id
        start = time.perf_counter()
        await self._request(message)
        return time.perf_counter() - start

    async def _open_line(self) -> None:
        """Open the line of the live picture, as a browser does once it has the picture."""
        address = self.address.replace("http", "ws", 1) + "/live"
        headers = {"Cookie": self.cookie} if self.cookie else None
        self._line = await connect(address, additional_headers=headers, compression=None, open_timeout=ANSWER_TIMEOUT)
        await self._line.send(json.dumps({"token": self.header["token"], "picture": self.picture}))

    async def receive_frame(self) -> None:
        """Receive and acknowledge the next Frame of the line."""
        assert self._line is not None
        try:
            frame = await asyncio.wait_for(self._line.recv(decode=False), ANSWER_TIMEOUT)
            self.received_bytes += len(frame)
            header = json.loads(frame[4 : 4 + int.from_bytes(frame[:4], "little")])
            self.header = {**self.header, **header}
            self._line_beat = header["beat"]
            await self._line.send(json.dumps({"ack": self.header["beat"]}))
        except (TimeoutError, ConnectionClosed) as error:
            raise AnswerError(f"{type(error).__name__}: {error}") from error

    async def play(self, seconds: float) -> list[tuple[float, float]]:
        """Get updates for this long; return for each one when it was due, and how many seconds later it came."""
        if not self.has_line:
            return await self._play_by_requests(seconds)
        newest = self.header["beat"]
        while self._line_beat < newest:
            await self.receive_frame()  # which the line has sent while the page was loading
        updates, last = [], time.perf_counter()
        end = last + seconds
        while last < end and self.header["state"] in ("playing", "working"):
            due = last + self.header["interval"] / 1000
            await self.receive_frame()
            last = time.perf_counter()
            updates.append((due, max(last - due, 0)))
        return updates

    async def _play_by_requests(self, seconds: float) -> list[tuple[float, float]]:
        end = time.perf_counter() + seconds
        updates = []
        while (requested := time.perf_counter()) < end and self.header["state"] in ("playing", "working"):
            updates.append((requested, await self.tick()))
            time_left = requested + self.header["interval"] / 1000 - time.perf_counter()
            await asyncio.sleep(max(time_left, 0))
        return updates

    async def _request(self, message: BackMsg, cached: Iterable[str] | None = None) -> None:
        """Send a request to run the script; return when the run has ended."""
        rerun = message.rerun_script
        self._in_fragment = bool(rerun.fragment_id)
        rerun.query_string = urlencode(self.query)
        rerun.page_script_hash = self._page_hash
        if not self._page_hash:
            rerun.page_name = self.path
        rerun.widget_states.widgets.extend(self._states.values())
        rerun.cached_message_hashes.extend(self._cached if cached is None else cached)
        rerun.context_info.url = f"{self.address}/{self.path}"
        rerun.context_info.color_scheme = "light"
        try:
            await self._socket.send(message.SerializeToString())
            async with asyncio.timeout(ANSWER_TIMEOUT):
                while not self._receive(await self._socket.recv(decode=False)):
                    if self.has_line and self._line is None and "token" in self.header:
                        await self._open_line()
        except (TimeoutError, ConnectionClosed) as error:
            raise AnswerError(f"{type(error).__name__}: {error}") from error

    def _receive(self, data: bytes) -> bool:
        """Process a message from the server; return whether it is the last one of a run."""
        self.received_bytes += len(data)
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if message.metadata.cacheable and message.hash:
            self._cached[message.hash] = self._run_count, message.delta.fragment_id
        elif kind == "ref_hash":
            if message.ref_hash not in self._cached:
                raise AnswerError("the server names a message that a browser has dropped: its page is dead")
            self._cached[message.ref_hash] = self._run_count, self._cached[message.ref_hash][1]
        if kind == "new_session":
            self._session_id = message.new_session.initialize.session_id
            self._max_age = message.new_session.config.max_cached_message_age
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = dict(part.split("=") for part in message.page_info_changed.query_string.split("&") if part)
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._process_element(message.delta.new_element, message.delta.fragment_id)
        if kind != "script_finished":
            return False
        self._drop_old_messages()
        # A run that was cut short by another one is followed by that one.
        return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _drop_old_messages(self) -> None:
        """Drop cached messages that are too old, as a browser does; a fragment's run ages only its own messages."""
        self._run_count += 1
        oldest = self._run_count - self._max_age
        self._cached = {
            key: (run, fragment_id)
            for key, (run, fragment_id) in self._cached.items()
            if run >= oldest or (self._in_fragment and fragment_id != self._fragment_id)
        }

    def _process_element(self, element: Any, fragment_id: str) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.errors.append(element.exception.message)
        elif kind == "button":
            self._buttons[element.button.label] = element.button.id
        elif kind == "bidi_component":
            if element.bidi_component.component_name == f"network_{self.picture}":
                self._fragment_id = fragment_id
                self._events_id = f"$$STREAMLIT_INTERNAL_KEY_{element.bidi_component.id}__events"
                frame = element.bidi_component.bytes
                self.header = json.loads(frame[4 : 4 + int.from_bytes(frame[:4], "little")])
        elif kind and (state := _state(kind, getattr(element, kind))):
            self._states[state.id] = state


def _state(kind: str, widget: Any) -> WidgetState | None:
    """Return the state that a browser sends for a widget that the visitor has not changed."""
    state = WidgetState(id=getattr(widget, "id", ""))
    if kind == "selectbox":
        state.string_value = widget.raw_value if widget.set_value else widget.options[widget.default]
    elif kind == "slider":
        state.double_array_value.data.extend(widget.value if widget.set_value else widget.default)
    elif kind == "number_input":
        value = widget.value if widget.set_value else widget.default
        if widget.data_type == type(widget).INT:
            state.int_value = int(value)
        else:
            state.double_value = value
    elif kind == "text_input":
        state.string_value = widget.value if widget.set_value else widget.default
    elif kind == "button_group":
        chosen = widget.raw_values if widget.set_value else [widget.options[i].content for i in widget.default]
        state.string_array_value.data.extend(chosen)
    elif kind == "checkbox":
        state.bool_value = widget.value if widget.set_value else widget.default
    else:
        return None
    return state
