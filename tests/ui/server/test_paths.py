"""Paths that are not quite those of a page lead to it, and others to a page that says so."""

import re
from urllib.parse import urljoin, urlsplit

import pytest

from course.path import CHAPTERS
from tests import loops
from ui.server import paths


def get(path, query="", accept="text/html,*/*", method="GET"):
    """Ask for a path; return the status, the address that it leads to, and the text; 200 is that it is passed on."""
    answer = {"status": 200, "headers": [], "body": b""}

    async def app(scope, receive, send):
        pass

    async def send(message):
        answer.update(message)

    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [(b"accept", accept.encode())],
    }  # fmt: skip
    loops.run(paths.Paths(app)(scope, None, send))
    location = dict(answer["headers"]).get(b"location", b"").decode()
    leads_to = urljoin(f"https://host{path}", location) if location else ""
    return answer["status"], leads_to.removeprefix("https://host"), answer["body"].decode()


@pytest.mark.parametrize(
    ("path", "query", "meant"),
    [
        ("/%3Fdata=spiral&layers=8-8", "", "/?data=spiral&layers=8-8"),
        ("/%3fdata%3Dspiral%26layers%3D8-8", "", "/?data%3Dspiral%26layers%3D8-8"),
        ("/%253Fdata=spiral", "", "/?data=spiral"),
        ("/images%3Fdata=bars", "fbclid=a", "/images?data=bars&fbclid=a"),
        ("/compare/activations%3Fshown=relu-tanh", "", "/activations?shown=relu-tanh"),
        ("/images%3Ftask=a/b", "", "/images?task=a/b"),
        ("/learn/%3Fa=b", "", "/learn?a=b"),
        ("/compare/optimizers", "seed=1", "/optimizers?seed=1"),
        ("/Images", "data=bars", "/images?data=bars"),
        ("/image-networks", "", "/image_networks"),
        ("/images).", "", "/images"),
        ("/sequences%2C", "", "/sequences"),
        ("/)", "", "/"),
        ("/%22", "data=spiral", "/?data=spiral"),
        ("/playground", "data=spiral", "/?data=spiral"),
        ("/%3F", "", "/"),
    ],
)
def test_a_path_leads_to_the_page_that_is_meant(path, query, meant):
    status, leads_to, _ = get(path, query)
    assert (status, leads_to) == (302, meant)
    assert get(*meant.partition("?")[::2])[0] == 200  # and there it ends


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/", {}), ("/", {"query": "data=spiral"}), ("/images", {}), ("/images/", {}), ("/_stcore/health", {}),
        ("/static/js/index.js", {}), ("/favicon.png", {}), ("/nowhere", {"accept": "*/*"}), ("//host/nowhere", {}),
        ("/nowhere", {"method": "POST"}),
    ],
)  # fmt: skip
def test_what_is_a_page_or_none_is_passed_on(path, more):
    assert get(path, **more)[0] == 200


@pytest.mark.parametrize("path", ["/nowhere", "/a/b/c/d/e", "/nowhere%3Fa=b", "/%3Cscript%3E", "/learn/nothing/"])
def test_any_other_path_says_so_and_has_a_way_home(path):
    status, _, text = get(path)
    assert status == 404
    assert "There is no page at this address" in text
    assert "<script" not in text
    links = [urljoin(f"https://host{path}", link) for link in re.findall('href="([^"]*)"', text)]
    assert [urlsplit(link).path for link in links] == ["/", "/images", "/sequences", "/learn"]


def test_below_another_root(monkeypatch):
    monkeypatch.setattr(paths.st, "get_option", lambda name: "/nn/")
    assert get("/nn/%3Fdata=spiral")[:2] == (302, "/nn/?data=spiral")
    assert get("/nn/images")[0] == 200
    assert get("/nn")[0] == 200
    assert get("/other/%3Fdata=spiral")[0] == 200
    assert get("/nn/nowhere")[0] == 404


def test_every_page_of_the_contents_has_a_path():
    text = (paths.PAGES / "contents.py").read_text(encoding="utf-8")
    listed = {*re.findall(r'st\.Page\("\w+/(\w+)\.py"', text), *(chapter.name for chapter in CHAPTERS)}
    assert listed == set(paths.page_names().values())
