"""Leads an address whose path is not quite that of a page to the page that is meant, or says that there is none.

A link can have lost its question mark, /images%3Fdata=bars, or come with a mark behind it, /images). Streamlit would
send its page for any path, and show grey bars for ever where that has no server.
"""

import re
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote

import streamlit as st
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from engine.experiments.address import shorten

PAGES = Path(__file__).parents[2] / "pages"
HOME = "playground"  # the page that has no path
# What else answers below the root, beside files with a dot in their name.
OTHERS = ("_stcore", "static", "media", "component", "app", "live", "auth", "oauth2callback", "script-health-check")
QUESTION_MARK = re.compile("%(?:25)*3F", re.IGNORECASE)  # that was encoded, once or several times

NOT_FOUND = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>No such page · Neural network playground</title>
<style>
  :root {{ color-scheme: light dark }}
  body {{ margin: 0; font: 17px/1.6 system-ui, sans-serif }}
  main {{ max-width: 36rem; margin: 12vh auto 0; padding: 0 20px; overflow-wrap: anywhere }}
  h1 {{ font-size: 1.6rem; line-height: 1.3 }}
  li {{ margin: 6px 0 }}
  a {{ display: inline-block; min-height: 24px }}
</style>
</head>
<body>
<main>
<h1>There is no page at this address</h1>
<p>“{path}” is no page of the neural network playground. The link may have been cut or changed on its way.</p>
<ul>
<li><a href="{root}">Playground</a></li>
<li><a href="{root}images">Images</a></li>
<li><a href="{root}sequences">Sequences</a></li>
<li><a href="{root}learn">Learn: all chapters</a></li>
</ul>
</main>
</body>
</html>
"""


@cache
def page_names() -> dict[str, str]:
    """Return the paths of all pages, by their names without dashes."""
    return {_plain(path.stem): path.stem for path in PAGES.glob("*/*.py")}


class Paths:
    """The middleware."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is the path of a page, or no page at all; answer the rest here."""
        asks = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        is_navigation = asks and "text/html" in Headers(scope=scope).get("accept", "")
        app = (_answer(scope) if is_navigation else None) or self.app
        await app(scope, receive, send)


def _answer(scope: Scope) -> ASGIApp | None:
    """Return the answer to a request for a page that is not quite there; None for one that is."""
    raw = (scope.get("raw_path") or quote(scope["path"]).encode()).decode("latin-1")
    base = f"/{(st.get_option('server.baseUrlPath') or '').strip('/')}/".replace("//", "/")
    if not raw.startswith(base) or raw.startswith("//"):
        return None
    path = raw.removeprefix(base)
    mark = QUESTION_MARK.search(path)
    asked, behind = (path[: mark.start()], path[mark.end() :]) if mark else (path, "")
    if not mark and (_is_page(asked) or _is_other(asked)):
        return None
    root = "../" * path.count("/") or "./"
    page = _page(asked)
    if page is None:
        name = escape(shorten(unquote(path)))
        return HTMLResponse(NOT_FOUND.format(path=name, root=root), 404, {"Cache-Control": "no-cache"})
    given = scope.get("query_string", b"").decode("latin-1")
    query = "&".join(filter(None, (behind, given)))
    address = f"{root}{'' if page == HOME else page}{'?' * bool(query)}{query}"
    return RedirectResponse(address, 302, {"Cache-Control": "no-cache"})


def _is_page(path: str) -> bool:
    name = path.removesuffix("/")
    return not name or (name in page_names().values() and name != HOME)


def _is_other(path: str) -> bool:
    first, _, _ = path.partition("/")
    return first in OTHERS or re.fullmatch(r"[\w-]+\.[a-z]{2,5}", path.rpartition("/")[2]) is not None


def _page(path: str) -> str | None:
    """Return the name of the page that a path means by its last part, in any letters; None if there is none."""
    name = unquote(unquote(path)).rstrip("/").rpartition("/")[2]
    return page_names().get(_plain(name)) if _plain(name) else HOME


def _plain(name: str) -> str:
    """Return the letters and digits of a name, in lower case."""
    return re.sub(r"[\W_]+", "", name.lower())


def middleware() -> list[Middleware]:
    """Return the middleware, for the app."""
    return [Middleware(Paths)]
