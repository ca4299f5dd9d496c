"""A message that the server only names must be one that the browser still has when it reads the name."""

import random
from collections import deque

import pytest
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from ui.server import messages
from ui.server.sent import MARGIN, Sent

MAX_AGE = config.get_option("global.maxCachedMessageAge")


class Browser:
    """What Streamlit's page keeps: messages that were sent in full, until their age in runs is over the greatest."""

    def __init__(self):
        self.runs, self.kept = 0, {}

    def read(self, data):
        message = ForwardMsg.FromString(data)
        if message.metadata.cacheable:
            self.kept[message.hash] = self.runs
        elif message.ref_hash:
            assert message.ref_hash in self.kept, "the page is dead"
            self.kept[message.ref_hash] = self.runs
        else:
            self.runs += 1
            self.kept = {hash_: run for hash_, run in self.kept.items() if self.runs - run <= MAX_AGE}

    def asks(self):
        said = BackMsg()
        said.rerun_script.cached_message_hashes.extend(self.kept)
        return said.SerializeToString()


def answer(asked, shown):
    """Streamlit's answer to what a browser has asked: all that is shown, by name what the browser says that it has."""
    known = BackMsg.FromString(asked).rerun_script.cached_message_hashes
    for each in shown:
        message = ForwardMsg(ref_hash=each) if each in known else ForwardMsg(hash=each)
        message.metadata.cacheable = each not in known
        yield message.SerializeToString()
    yield ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY).SerializeToString()


@pytest.mark.parametrize("waiting", [0, 1, MARGIN])
@pytest.mark.parametrize("flying", [0, 2, 40])
def test_a_browser_that_asks_late_is_never_told_a_name_that_it_has_dropped(flying, waiting):
    """So many runs end while a question is on its way to the server, and so many before it is answered there."""
    rng = random.Random(flying + waiting)
    browser, sent, on_the_way, read, names, page = Browser(), Sent(), deque(), deque(), 0, "a"
    for _ in range(3000):
        on_the_way.append(browser.asks())
        if len(on_the_way) > flying:
            read.append(messages.bounded(on_the_way.popleft(), sent))
        question = read.popleft() if len(read) > waiting else b""  # before the first one has come
        if rng.random() < 0.1:
            page = rng.choice("abc")
        for data in answer(question, [page, f"{page} chart {rng.randrange(3)}"]):
            names += bool(ForwardMsg.FromString(data).ref_hash)
            sent.note(data)
            browser.read(data)
    assert names > 2000  # of 6,000 messages: most pages are shown again before long


def test_what_was_shown_a_moment_ago_is_named():
    sent = Sent()
    for data in answer(BackMsg().SerializeToString(), ["code"]):
        sent.note(data)
    said = BackMsg()
    said.rerun_script.cached_message_hashes.extend(["code", "unknown"])
    left = BackMsg.FromString(messages.bounded(said.SerializeToString(), sent))
    assert list(left.rerun_script.cached_message_hashes) == ["code"]


def test_a_new_connection_names_nothing():
    said = BackMsg()
    said.rerun_script.cached_message_hashes.append("code")
    left = BackMsg.FromString(messages.bounded(said.SerializeToString(), Sent()))
    assert not left.rerun_script.cached_message_hashes


def test_what_is_no_message_is_let_through():
    sent = Sent()
    sent.note(b"\xff\xff")
    assert not sent.used
