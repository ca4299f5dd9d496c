"""What of one message of a browser reaches Streamlit."""

import json
import logging

import pytest
from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg

from ui.server import messages
from ui.server.sent import Sent

ACT = {"event": "act", "value": {"kind": "draw", "value": {"label": 1, "points": [[0.5, -1.25]]}}}


def message(**values):
    """A message with a widget for each value: json_trigger_value="…" or the like."""
    said = BackMsg()
    for name, value in values.items():
        setattr(said.rerun_script.widget_states.widgets.add(id=name), name.rstrip("_"), value)
    return said


def taken(said):
    """The widgets of a message as Streamlit gets them."""
    data = messages.bounded(said.SerializeToString(), Sent())
    return list(BackMsg.FromString(data).rerun_script.widget_states.widgets)


def test_a_usual_message_passes_as_it_is():
    said = message(
        json_trigger_value=json.dumps([ACT] * messages.MAX_EVENTS), string_value="1,2,a\n" * 80_000, json_value="{}"
    )
    said.rerun_script.query_string = "data=own&drawn=1" + "Abcd" * 5000
    data = said.SerializeToString()
    assert messages.bounded(data, Sent()) is data
    assert messages.bounded(b"", Sent()) == b""
    with pytest.raises(DecodeError):  # the gate closes the websocket
        messages.bounded(b"\xff\xff", Sent())


@pytest.mark.parametrize("count", [11, 300, 12_800])
def test_at_most_ten_events_of_a_message_are_carried_out(count, caplog):
    events = [{"event": "act", "value": {"kind": "seek", "value": i}} for i in range(count)]
    with caplog.at_level(logging.WARNING):
        (widget,) = taken(message(json_trigger_value=json.dumps(events)))
    left = json.loads(widget.json_trigger_value)
    assert left == events[: len(left)]
    assert len(left) == (messages.MAX_EVENTS if count < 1000 else 0)  # more are not even read
    assert len(caplog.records) == 1
    assert "events" in caplog.text


def test_the_events_of_all_widgets_count_together():
    some = json.dumps([ACT] * 7)
    widgets = taken(message(json_trigger_value=some, json_trigger_value_=some, json_trigger_value__=some))
    assert [len(json.loads(widget.json_trigger_value)) for widget in widgets] == [7, 3, 0]


def nested(depth, inside=""):
    return "[" * depth + inside + "]" * depth


@pytest.mark.parametrize(
    "text",
    [nested(20), nested(900), nested(980), nested(20_000), '[{"event":"act","value":' + nested(900) + "}]",
     '[{"event":"act","value":' + "9" * 400 + "}]", "[" + "9" * 5000 + "]", '[{"value": NaN}]', "[1e", "nonsense",
     json.dumps("x" * 100_000), '{"a":' * 500 + "1" + "}" * 500],
)  # fmt: skip
def test_json_that_no_browser_writes_is_dropped_with_one_line(text, caplog):
    with caplog.at_level(logging.WARNING):
        event, value, other = taken(message(json_trigger_value=text, json_value=text, string_value=text))
    assert (event.json_trigger_value, value.json_value, other.string_value) == ("[]", "{}", text)
    assert len(caplog.records) == 1
    assert len(caplog.text) < 300


def test_the_deepest_act_of_a_picture_passes():
    text = json.dumps([{"event": "act", "value": {"kind": "draw", "value": {"points": [[1, 2]], "more": [[[0]]]}}}])
    assert taken(message(json_trigger_value=text))[0].json_trigger_value == text


def test_widgets_addresses_and_names_of_files_are_bounded():
    said = BackMsg()
    for i in range(5000):
        said.rerun_script.widget_states.widgets.add(id=str(i), bool_value=True)
    assert len(taken(said)) == messages.MAX_WIDGETS
    said = BackMsg()
    said.rerun_script.query_string = "a=1&" * 50_000
    assert BackMsg.FromString(messages.bounded(said.SerializeToString(), Sent())).rerun_script.query_string == ""
    said = BackMsg()
    said.file_urls_request.file_names.extend([""] * 100_000)
    names = BackMsg.FromString(messages.bounded(said.SerializeToString(), Sent())).file_urls_request.file_names
    assert len(names) == messages.MAX_FILE_NAMES
