"""The code of the live pictures as files: each under the name that pages ask for, packed or not, kept for ever."""

import gzip
import re

import pytest
from starlette.applications import Starlette

from pictures import catalogue
from tests import loops
from ui.server import scripts


@pytest.fixture
def get(monkeypatch):
    """Ask for a path; return the status, the headers and what was sent."""
    monkeypatch.setattr(scripts, "is_served", False)
    app = Starlette(routes=scripts.routes())

    def get(path, encoding=""):
        messages = []

        async def send(message):
            messages.append(message)

        headers = [(b"accept-encoding", encoding.encode())]
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}
        loops.run(app(scope, None, send))
        start, *parts = messages
        found = {name.decode(): value.decode() for name, value in start["headers"]}
        return start["status"], found, b"".join(part["body"] for part in parts)

    return get


@pytest.mark.parametrize("name", catalogue.PICTURES)
def test_a_browser_gets_the_code_of_a_picture_and_keeps_it(get, name):
    path, code = scripts.address(name).removeprefix("."), catalogue.code(name)
    status, headers, body = get(path, "identity")
    assert (status, body.decode(), headers.get("content-encoding")) == (200, code, None)
    assert headers["content-type"].startswith("text/javascript")
    assert "immutable" in headers["cache-control"]
    status, headers, body = get(path, "gzip, br")
    assert (status, gzip.decompress(body).decode(), headers["content-encoding"]) == (200, code, "gzip")
    assert len(body) < 0.4 * len(code)


@pytest.mark.parametrize("file", ["stage.js", "stage.0123456789abcdef.js", "../app.py", "nothing", ""])
def test_a_file_of_another_name_is_refused(get, file):
    assert get(f"/{scripts.FOLDER}/{file}")[0] == 404


def test_what_loads_a_file_names_its_address():
    address = scripts.address("stage")
    assert re.fullmatch(r"\./pictures/stage\.[0-9a-f]{16}\.js", address)
    assert f'new URL("{address}", document.baseURI)' in catalogue.load(address)
