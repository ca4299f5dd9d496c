"""The app as it is started: what stands before Streamlit, and that the server asks nobody outside."""

import asyncio
import http.client
import socket
import threading
from urllib.parse import urlsplit

import pytest
from streamlit import net_util
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette import starlette_websocket
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from benchmarks.client import Client
from benchmarks.serving import serve
from tests import loops
from tests.ui.server.opening import PATIENCE
from ui.server import gate, line, uploads

FRIEND = "https://friend.example"


@pytest.fixture(scope="module")
def outside():
    """All that a server asks of the world outside, by HTTP: its proxy is a socket that only notes who connects."""
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        is_over = threading.Event()

        def listen():
            while not is_over.is_set():
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                asked.append(connection)
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", asked
        is_over.set()
        thread.join()


@pytest.fixture(scope="module")
def server(outside):
    with pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            patch.setenv(name, outside[0])
        for name in ("no_proxy", "NO_PROXY"):
            patch.setenv(name, "127.0.0.1")
        patch.setenv("STREAMLIT_SERVER_CORS_ALLOWED_ORIGINS", FRIEND)
        with serve() as running:
            yield running
    log = "".join(running.log)
    print(log)
    assert "Traceback" not in log
    assert max(map(len, log.splitlines())) < 300  # a line for what was refused


def opens(server, origin, path="/_stcore/stream"):
    """Whether a page of this origin may open a websocket."""

    async def attempt():
        try:
            async with connect(server.address.replace("http", "ws") + path, origin=origin, proxy=None):
                return True
        except InvalidStatus as refusal:
            return refusal.response.status_code != 403

    return loops.run(asyncio.wait_for(attempt(), PATIENCE))


def test_a_websocket_of_another_site_is_refused_and_nobody_outside_is_asked(server, outside):
    foreign = ("http://evil.example", "https://evil.example:8501", "http://10.1.2.3", "null", "http://[")
    assert not any(opens(server, origin) for origin in foreign)
    assert not any(opens(server, origin, "/live") for origin in foreign)
    for origin in (None, server.address, "http://localhost:3", FRIEND):
        assert opens(server, origin), origin
    assert outside[1] == []


def test_streamlit_s_own_check_asks_nobody_either(monkeypatch):
    def ask(*_, **__):
        raise AssertionError("it asked a host outside")

    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)  # restores it
    monkeypatch.setattr(net_util, "_make_blocking_http_get", ask)
    monkeypatch.setattr(net_util, "_external_ip", None)
    with pytest.raises(AssertionError, match="asked"):
        starlette_websocket._is_origin_allowed("http://evil.example", "here:1")
    gate.ask_nobody()
    assert not starlette_websocket._is_origin_allowed("http://evil.example", "here:1")
    assert starlette_websocket._is_origin_allowed("http://here:1", "here:1")


def put(server, session, name, method="PUT", **headers):
    """The status of an upload, or of taking it away."""
    body = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n1,2,a\r\n--x--\r\n'
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=PATIENCE)
    headers["Content-Type"] = "multipart/form-data; boundary=x"
    connection.request(method, f"/_stcore/upload_file/{session}/{name}", body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def test_a_session_uploads_a_bounded_number_of_files(server):
    async def visit():
        async with Client(server.address, has_line=False) as client:
            await client.load()
            return [put(server, client._session_id, i) for i in range(uploads.MAX_FILES + 3)]

    assert loops.run(visit()) == [204] * uploads.MAX_FILES + [429] * 3
    assert put(server, "no-session", "a") == 400  # Streamlit refuses it


def test_an_upload_of_another_site_is_refused_and_needs_no_cookie(server):
    """A page in a frame on another site has no cookies, but its own origin."""

    async def visit():
        async with Client(server.address, has_line=False) as client:
            await client.load()
            own = client._session_id
            for origin in ("http://evil.example", "null", "http://["):
                assert put(server, own, "a", Origin=origin) == 403, origin
                assert put(server, own, "a", method="DELETE", Origin=origin) == 403, origin
            for origin in (server.address, FRIEND):
                assert put(server, own, "a", Origin=origin) == 204, origin
                assert put(server, own, "a", method="DELETE", Origin=origin) == 204, origin

    loops.run(visit())


def test_the_app_sets_no_cookie(server):
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=PATIENCE)
    for path in ("/", "/_stcore/health"):
        connection.request("GET", path)
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Set-Cookie"]) == (200, None)
        answer.read()
    connection.close()


def test_deep_json_in_an_act_changes_nothing_and_is_no_error(server):
    async def visit():
        async with Client(server.address, has_line=False) as client:
            await client.load()
            for depth in (500, 900, 980):
                act = BackMsg()
                text = "[" * depth + "]" * depth
                act.rerun_script.widget_states.widgets.add(id=client._events_id, json_trigger_value=text)
                act.rerun_script.fragment_id = client._fragment_id
                await client._request(act)
            return client.errors

    assert loops.run(visit()) == []


@pytest.mark.parametrize("said", [b"\xff" * 100_000, b"\x0a\x05", b"\xff\xff"])
def test_what_is_no_message_closes_the_websocket_with_one_line(server, said):
    async def visit():
        async with connect(
            server.address.replace("http", "ws") + "/_stcore/stream", subprotocols=["streamlit"], proxy=None
        ) as socket:
            await socket.send(said)
            await asyncio.wait_for(socket.wait_closed(), PATIENCE)
            return socket.close_code

    assert loops.run(visit()) == line.POLICY_VIOLATION


def test_a_click_that_comes_late_is_not_answered_by_the_name_of_a_message_that_the_browser_has_dropped(server):
    """On a slow line a click says what the browser had when it was made; pages were drawn meanwhile."""

    async def visit(drawn_meanwhile):
        async with Client(server.address, path="optimizers", picture="slope", has_line=False) as client:
            await client.load()
            had = dict(client._cached)
            assert had  # the drawing code of the picture
            client.query = {"part": "network"}
            for _ in range(drawn_meanwhile):
                await client.load()
            client.query = {}
            await client.load(had)
            return client.errors

    for drawn_meanwhile in (1, 3, 25, 32):
        assert loops.run(asyncio.wait_for(visit(drawn_meanwhile), 3 * PATIENCE)) == []


def test_an_act_on_a_picture_that_has_gone_is_no_error(server):
    """It was on its way while the page changed."""

    async def visit():
        async with Client(server.address, {"part": "network"}, "optimizers", "wall", has_line=False) as client:
            await client.load()
            client.query = {"part": "surface"}
            await client.load()
            client._fragment_id = ""  # which has gone, too
            await client.act("seek", 0)
            return client.errors

    assert loops.run(visit()) == []


def test_an_act_on_the_figure_of_a_chapter_that_was_left_runs_nothing(server):
    """The next chapter has a figure at the same place, with the same name; the page would break in the browser."""

    async def visit():
        async with Client(server.address, path="descending", picture="sketch", has_line=False) as client:
            await client.load()
            left, fragment = client._page_hash, client._fragment_id
            client.path, client._page_hash = "neuron", ""
            await client.load()
            assert left != client._page_hash
            assert fragment == client._fragment_id
            late = BackMsg()
            late.rerun_script.fragment_id, late.rerun_script.page_script_hash = fragment, left
            await client._socket.send(late.SerializeToString())
            pages, process = [], client._receive

            def note(data):
                message = ForwardMsg.FromString(data)
                if message.WhichOneof("type") == "new_session":
                    pages.append(message.new_session.page_script_hash)
                return process(data)

            client._receive = note
            await client.act("redo", True)  # on the present one
            return client.errors, pages, client._page_hash

    errors, pages, page = loops.run(asyncio.wait_for(visit(), 3 * PATIENCE))
    assert (errors, set(pages)) == ([], {page})
