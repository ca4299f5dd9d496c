"""What of Streamlit is replaced where there are no threads; all that is not documented, in one place.

A worker of a browser has one thread, whose event loop is the browser's own. So a script runs on the event loop, from
its beginning to its end, and whatever comes meanwhile waits.
"""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, NamedTuple

from streamlit.components.v2 import manifest_scanner
from streamlit.elements import spinner
from streamlit.elements.lib import skeleton_placeholder
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from static_site.host.page import expect
from ui.server import account
from ui.server.channel import Channel


class Replaced(NamedTuple):
    """A name in a module, what stands there instead, and why."""

    module: Any
    name: str
    value: Any
    why: str


class NoTimer:
    """A timer that never rings: the script that has set it is over before anything else can run."""

    daemon = True

    def __init__(self, interval: float, function: Any, args: Any = None, kwargs: Any = None):
        pass

    def start(self) -> None:
        """Do nothing."""

    def cancel(self) -> None:
        """Do nothing."""

    def join(self, timeout: float | None = None) -> None:
        """Do nothing."""

    def is_alive(self) -> bool:
        """Return that it does not run."""
        return False


class Borrowed:
    """A module whose attributes are those of another one, but for some."""

    def __init__(self, module: Any, **instead: Any):
        self.__dict__.update(instead)
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)


def _start(runner: Any) -> None:
    """Run the script soon, on the event loop."""
    runner._script_thread = threading.current_thread()
    asyncio.get_running_loop().call_soon(runner._run_script_thread)


_no_timers = Borrowed(threading, Timer=NoTimer)

REPLACED = (
    Replaced(
        time, "thread_time", time.process_time, "a browser's Python has one thread and no clock of its own for it"
    ),
    Replaced(time, "sleep", lambda seconds: None, "Pyodide would run something else in the midst of a script"),
    Replaced(manifest_scanner, "scan_component_manifests", lambda: [], "it would start threads, and finds nothing"),
    Replaced(ScriptRunner, "start", _start, "it would start a thread"),
    Replaced(ScriptRunner, "_install_event_loop", lambda runner: None, "the loop that runs is the only one"),
    Replaced(
        script_runner,
        "asyncio",
        Borrowed(asyncio, set_event_loop=lambda loop: None),
        "a script that ends would take the event loop away",
    ),
    Replaced(
        app_session,
        "asyncio",
        Borrowed(asyncio, new_event_loop=lambda: SimpleNamespace(is_closed=lambda: False)),
        "a second event loop would take the place of the one that runs",
    ),
    Replaced(
        AppSession,
        "_call_soon_on_event_loop",
        lambda session, callback: callback(),
        "what a script says would not be sent before the script is over",
    ),
    Replaced(app_session, "_close_script_event_loop", lambda loop: None, "it would look for what that loop runs"),
    Replaced(spinner, "threading", _no_timers, "a timer would start a thread"),
    Replaced(skeleton_placeholder, "threading", _no_timers, "a timer would start a thread"),
    Replaced(Channel, "wait_for_line", expect, "a script that waits would hold up the picture"),
    Replaced(account, "LONGEST_WAIT", 0.0, "there is one visitor, who need not wait for others"),
)

# What is used without being replaced, as module and attributes, and what for.
USED = {
    ("streamlit.runtime.scriptrunner.script_runner", "ScriptRunner._run_script_thread"): "it runs a script to its end",
    ("streamlit.runtime.scriptrunner.script_runner", "ScriptRunner._is_in_script_thread"): (
        "it compares the running thread with _script_thread"
    ),
    ("streamlit.runtime", "Runtime.connect_session"): "a page in the browser begins its session",
    ("streamlit.runtime", "Runtime.disconnect_session"): "a page in the browser ends its session",
    ("streamlit.runtime", "Runtime.handle_backmsg"): "a message of the page comes in",
    ("streamlit.runtime", "Runtime._send_message"): "a picture is sent while its script runs",
    ("streamlit.runtime.app_session", "AppSession.flush_browser_queue"): "a picture is sent while its script runs",
    (
        "streamlit.runtime.websocket_session_manager",
        "WebsocketSessionManager.list_active_sessions",
    ): "a picture is sent while its script runs",
    ("streamlit.runtime.runtime_util", "serialize_forward_msg"): "a message to the page goes out",
    ("streamlit.runtime.session_manager", "SessionClient.write_forward_msg"): "a message to the page goes out",
    ("streamlit.runtime.memory_media_file_storage", "MemoryMediaFileStorage.get_url"): "a file becomes a data: address",
    (
        "streamlit.runtime.memory_media_file_storage",
        "MemoryMediaFileStorage.get_file",
    ): "a file becomes a data: address",
    ("streamlit.runtime.memory_uploaded_file_manager", "MemoryUploadedFileManager.add_file"): "an upload comes in",
    ("streamlit.runtime.memory_uploaded_file_manager", "MemoryUploadedFileManager.remove_file"): "an upload goes",
    ("streamlit.config", "get_config_options"): "settings are read without the command line",
}

# What Streamlit's pages say or ask for, as text in their scripts, and what answers it in a browser.
SAID = {
    "_stcore/stream": "browser/socket.js takes the place of the WebSocket with this path",
    "_stcore/health": "browser/requests.js answers it",
    "_stcore/host-config": "browser/requests.js answers it",
    "/_stcore/upload_file": "browser/requests.js takes uploads with this path",
    "MAIN_PAGE_BASE_URL": "browser/start.js says where the pages begin",
    "BACKEND_BASE_URL": "browser/start.js says where the server would be",
}


def missing() -> list[str]:
    """Return a sentence for each private name that this version of Streamlit does not have any more."""
    from importlib import import_module

    said = [
        f"{getattr(each.module, '__name__', each.module)} has no {each.name} any more, which is replaced: {each.why}."
        for each in REPLACED
        if not hasattr(each.module, each.name) and each.name != "thread_time"
    ]
    for (module, name), use in USED.items():
        try:
            attrgetter(name)(import_module(module))
        except (ImportError, AttributeError):
            said.append(f"{module} has no {name} any more, by which {use}.")
    return said


def replace() -> None:
    """Put everything in its place, once, before the first script runs."""
    for each in REPLACED:
        setattr(each.module, each.name, each.value)


@contextmanager
def replaced() -> Iterator[None]:
    """Put everything in its place for a while, for tests."""
    missing_before = SimpleNamespace()
    before = [(each.module, each.name, getattr(each.module, each.name, missing_before)) for each in REPLACED]
    replace()
    try:
        yield
    finally:
        for module, name, value in before:
            if value is missing_before:
                delattr(module, name)
            else:
                setattr(module, name, value)
