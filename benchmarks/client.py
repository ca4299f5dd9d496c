"""A visitor without a browser: speaks Streamlit's protocol over a websocket, as its browser side does.

It loads a page, presses buttons, and asks for the live picture's next Frame as pictures/live/talk.js does:
once it has the last one, and no sooner than the Frame's interval says.
"""

import asyncio
import json
import time
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

LOST = 20  # seconds after which an answer counts as lost
OLDEST = 2  # runs for which a browser keeps a message that it may be told again by its hash, global.maxCachedMessageAge


class Lost(Exception):
    """The server did not answer in time, or said that something went wrong."""


class Client:
    """One page of the app. picture is the name of its live picture: stage, wall, …

    path is the page's, such as "activations"; cookies go with the connection, for a proxy that looks at them.
    Use it as `async with Client(address, …) as client`.
    """

    def __init__(
        self,
        address: str,
        query: dict[str, str] | None = None,
        path: str = "",
        picture: str = "stage",
        cookie: str = "",
    ):
        self.address, self.query, self.path, self.picture = address, query or {}, path, picture
        self.cookie = cookie
        self.header: dict[str, Any] = {}  # of the newest Frame
        self.received = 0  # bytes
        self.errors: list[str] = []
        self._in_fragment = False  # whether only the live picture runs
        self._session = self._script = self._fragment = self._events = ""
        self._buttons: dict[str, str] = {}  # label -> id
        self._states: dict[str, WidgetState] = {}
        self._runs = 0
        self._hashes: dict[
            str, tuple[int, str]
        ] = {}  # of messages that are kept: the run each came in, and its fragment
        self._socket = None

    async def __aenter__(self) -> "Client":
        await self.connect()
        return self

    async def __aexit__(self, *_) -> None:
        await self._socket.close()

    async def connect(self) -> None:
        """Open the websocket; a client that was connected before comes back to its session."""
        protocols = ["streamlit", "none", self._session] if self._session else ["streamlit"]
        self._socket = await connect(
            self.address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=protocols,
            additional_headers={"Cookie": self.cookie} if self.cookie else None,
            compression=None,
            max_size=None,
            open_timeout=LOST,
        )

    async def load(self) -> None:
        """Ask for the page; return when it is complete."""
        await self._ask(BackMsg())

    async def press(self, label: str) -> None:
        """Press the button of this label; return when the page has answered."""
        message = BackMsg()
        message.rerun_script.widget_states.widgets.add(id=self._buttons[label], trigger_value=True)
        await self._ask(message)

    async def tick(self) -> float:
        """Ask for the next Frame; return the seconds until it was there."""
        return await self.act("tick", self.header["beat"])

    async def act(self, kind: str, value: Any) -> float:
        """Do this on the live picture; return the seconds until the answer was there."""
        message = BackMsg()
        said = json.dumps([{"event": "act", "value": {"kind": kind, "value": value}}])
        message.rerun_script.widget_states.widgets.add(id=self._events, json_trigger_value=said)
        message.rerun_script.fragment_id = self._fragment
        begun = time.perf_counter()
        await self._ask(message)
        return time.perf_counter() - begun

    async def play(self, seconds: float) -> list[tuple[float, float]]:
        """Follow what plays for a while; return of each update when it was asked for, and the seconds it took."""
        end = time.perf_counter() + seconds
        waits = []
        while (asked := time.perf_counter()) < end and self.header["state"] in ("playing", "working"):
            waits.append((asked, await self.tick()))
            wait = asked + self.header["interval"] / 1000 - time.perf_counter()
            await asyncio.sleep(max(wait, 0))
        return waits

    async def _ask(self, message: BackMsg) -> None:
        rerun = message.rerun_script
        self._in_fragment = bool(rerun.fragment_id)
        rerun.query_string = urlencode(self.query)
        rerun.page_script_hash = self._script
        if not self._script:
            rerun.page_name = self.path
        rerun.widget_states.widgets.extend(self._states.values())
        rerun.cached_message_hashes.extend(self._hashes)
        rerun.context_info.url = f"{self.address}/{self.path}"
        rerun.context_info.color_scheme = "light"
        try:
            await self._socket.send(message.SerializeToString())
            async with asyncio.timeout(LOST):
                while not self._hears(await self._socket.recv()):
                    pass
        except (TimeoutError, ConnectionClosed) as error:
            raise Lost(f"{type(error).__name__}: {error}") from error

    def _hears(self, data: bytes) -> bool:
        """Take a message from the server; return whether it is the last one of a run."""
        self.received += len(data)
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if message.metadata.cacheable and message.hash:
            self._hashes[message.hash] = self._runs, message.delta.fragment_id
        if kind == "new_session":
            self._session = message.new_session.initialize.session_id
        elif kind == "navigation":
            self._script = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = dict(part.split("=") for part in message.page_info_changed.query_string.split("&") if part)
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._shows(message.delta.new_element, message.delta.fragment_id)
        if kind != "script_finished":
            return False
        self._forget()
        # A run that another one has overtaken is followed by that one.
        return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _forget(self) -> None:
        """Drop messages that are too old, as a browser does after each run: of a fragment's only that fragment's."""
        self._runs += 1
        oldest = self._runs - OLDEST
        self._hashes = {
            key: (run, fragment)
            for key, (run, fragment) in self._hashes.items()
            if run >= oldest or (self._in_fragment and fragment != self._fragment)
        }

    def _shows(self, element, fragment: str) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.errors.append(element.exception.message)
        elif kind == "button":
            self._buttons[element.button.label] = element.button.id
        elif kind == "bidi_component":
            if element.bidi_component.component_name == f"network_{self.picture}":
                self._fragment = fragment
                self._events = f"$$STREAMLIT_INTERNAL_KEY_{element.bidi_component.id}__events"
                frame = element.bidi_component.bytes
                self.header = json.loads(frame[4 : 4 + int.from_bytes(frame[:4], "little")])
        elif kind and (state := _state(kind, getattr(element, kind))):
            self._states[state.id] = state


def _state(kind: str, widget) -> WidgetState | None:
    """Return what a browser says of a widget that nobody has touched."""
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
