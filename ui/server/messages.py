"""Bounds of what one message of a browser to Streamlit may hold.

Streamlit carries out every event of a message, each in time that grows with the number of all, and reads JSON of any
depth. So what is too much is dropped before Streamlit sees it, with a line in the log.
"""

import json
import logging
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState

from ui.server.sent import Sent

MAX_EVENTS = 10  # of live pictures in one message; a browser sends one for each act of a visitor
MAX_WIDGETS = 1000  # whose states a message has; the page with most has about a hundred
MAX_JSON = 64_000  # characters of one widget's value; the longest act, a stroke of points, has about 20,000
MAX_DEPTH = 12  # of JSON: the list of events, an event, its value, a list in it, a pair, and some to spare
MAX_DIGITS = 20  # of a whole number in JSON; those of seeds have ten
MAX_QUERY = 64_000  # characters of an address; 5,000 points take 20,000, weights 1,100
MAX_FILE_NAMES = 10  # for which a message asks where to upload them

logger = logging.getLogger(__name__)


def bounded(data: bytes, sent: Sent) -> bytes | None:
    """Return a message without what is too much of it, or None for one that comes from a page that was left.

    Raises DecodeError for what is not a message at all.

    Nor does it name messages that the browser may have dropped before it gets its answer; sent knows the others.
    """
    message = BackMsg.FromString(data)
    dropped: list[str] = []
    forgotten = 0
    kind = message.WhichOneof("type")
    if kind == "rerun_script" and sent.comes_late(message.rerun_script):
        return None
    if kind == "rerun_script":
        _bound_state(message.rerun_script, dropped)
        forgotten = _forget(message.rerun_script, sent)
    elif kind == "file_urls_request":
        names = message.file_urls_request.file_names
        if len(names) > MAX_FILE_NAMES:
            dropped.append(f"{len(names) - MAX_FILE_NAMES:,} names of files")
            del names[MAX_FILE_NAMES:]
    if dropped:
        logger.warning("Of a browser's message was dropped: %s", ", ".join(dropped))
    elif not forgotten:
        return data
    return message.SerializeToString()


def _forget(state: ClientState, sent: Sent) -> int:
    """Take out the hashes of messages that the browser may have dropped meanwhile, and return how many."""
    known = [each for each in state.cached_message_hashes if sent.has(each)]
    forgotten = len(state.cached_message_hashes) - len(known)
    if forgotten:
        state.cached_message_hashes[:] = known
    return forgotten


def _bound_state(state: ClientState, dropped: list[str]) -> None:
    """Bound what a browser says of its page, and note what was dropped."""
    if len(state.query_string) > MAX_QUERY:
        dropped.append(f"an address of {len(state.query_string):,} characters")
        state.query_string = ""
    widgets = state.widget_states.widgets
    if len(widgets) > MAX_WIDGETS:
        dropped.append(f"{len(widgets) - MAX_WIDGETS:,} widgets")
        del widgets[MAX_WIDGETS:]
    room = MAX_EVENTS
    for widget in widgets:
        kind = widget.WhichOneof("value")
        if kind == "json_value" and not _is_read(widget.json_value):
            dropped.append(f"a value of {len(widget.json_value):,} characters")
            widget.json_value = "{}"
        elif kind == "json_trigger_value":
            room -= _bound_events(widget, room, dropped)


def _bound_events(widget: WidgetState, room: int, dropped: list[str]) -> int:
    """Leave at most so many events, and return how many are left."""
    text = widget.json_trigger_value
    if not _is_read(text):
        dropped.append(f"events of {len(text):,} characters")
        widget.json_trigger_value = "[]"
        return 0
    events = json.loads(text)
    events = events if isinstance(events, list) else [events]
    if len(events) > room:
        dropped.append(f"{len(events) - room:,} events")
        events = events[:room]
        widget.json_trigger_value = json.dumps(events)
    return len(events)


def _is_read(text: str) -> bool:
    """Return whether a text is JSON as a browser writes it, and neither too long nor too deep."""
    if len(text) > MAX_JSON:
        return False
    try:
        return _is_shallow(json.loads(text, parse_int=_whole, parse_constant=_refuse))
    except (ValueError, RecursionError):
        return False


def _is_shallow(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        below: list[Any] = []
        for each in level:
            below += each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
        if not below:
            return True
        level = below
    return False


def _whole(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"a whole number of {len(digits)} digits")
    return int(digits)


def _refuse(name: str) -> None:
    raise ValueError(f"numbers must be finite, got {name}")
