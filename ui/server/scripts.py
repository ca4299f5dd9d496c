"""Serves the code of the live pictures as files: a browser keeps them, and loads them while the page is on its way.

A file's name has a hash of what is in it, so it never changes.
"""

import gzip
from functools import cache
from hashlib import sha256

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from pictures import catalogue

FOLDER = "pictures"  # below the app's address
HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}

is_served = False  # whether this server has the route


@cache
def address(name: str) -> str:
    """Return the address of a picture's code, relative to a page."""
    return f"./{FOLDER}/{name}.{sha256(catalogue.code(name).encode()).hexdigest()[:16]}.js"


@cache
def _code(name: str) -> bytes:
    return catalogue.code(name).encode()


@cache
def _packed(name: str) -> bytes:
    return gzip.compress(_code(name), mtime=0)


async def answer(request: Request) -> Response:
    """Send the file, or say that there is none."""
    file = request.path_params["file"]
    name = next((name for name in catalogue.PICTURES if address(name).endswith(f"/{file}")), None)
    if name is None:
        return PlainTextResponse("There is no such picture.", 404)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(_packed(name), 200, {**HEADERS, "Content-Encoding": "gzip"}, "text/javascript")
    return Response(_code(name), 200, HEADERS, "text/javascript")


def routes() -> list[Route]:
    """Return the route of the files, below the path that the server has."""
    global is_served
    is_served = True
    base = st.get_option("server.baseUrlPath").strip("/")
    return [Route(f"{f'/{base}' if base else ''}/{FOLDER}/{{file}}", answer)]
