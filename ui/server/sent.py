"""What a browser was sent on one websocket: the page that it shows, and the large messages that it still has.

Of those the server may send only the hash again.

A browser says with each message which ones it has. When its answer comes, on a slow line after two quick clicks, it may
have dropped some: it drops what it has not used in so many runs of the page's script. A hash that it does not know ends
its connection for good. So the server goes by what it has sent, and leaves a margin.

Nor may a fragment of a page run once the visitor has gone to another one, where it may have a namesake: the browser
would clear its page, and break at the first element that comes.
"""

from google.protobuf.message import DecodeError
from streamlit import config
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

MARGIN = 10  # runs that may end between a message of the browser and its answer: one under way, and those not yet sent


class Sent:
    """The page and the large messages of late on one websocket. All of it happens on the event loop."""

    def __init__(self) -> None:
        self.runs = 0  # whose end was sent
        self.page = ""  # the hash of the page that the visitor has gone to last
        self.used: dict[str, int] = {}  # hash of a message -> the number of runs when it was sent or named last

    def note(self, data: bytes) -> None:
        """Note a message that is sent to the browser."""
        try:
            message = ForwardMsg.FromString(data)
        except DecodeError:
            return
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            self.used[message.ref_hash] = self.runs
        elif message.metadata.cacheable:
            self.used[message.hash] = self.runs
        elif kind == "navigation":
            self.page = message.navigation.page_script_hash
        elif kind == "script_finished":
            self.runs += 1
            self.used = {hash_: run for hash_, run in self.used.items() if self._is_recent(run)}

    def comes_late(self, said: ClientState) -> bool:
        """Return whether this asks for a run of a fragment on a page that the visitor has left; else note the page."""
        if said.fragment_id:
            return bool(self.page and said.page_script_hash) and said.page_script_hash != self.page
        self.page = said.page_script_hash or self.page
        return False

    def has(self, hash_: str) -> bool:
        """Return whether the browser will surely still have the message of this hash when it gets its answer."""
        return hash_ in self.used

    def _is_recent(self, run: int) -> bool:
        return self.runs - run <= config.get_option("global.maxCachedMessageAge") - MARGIN
