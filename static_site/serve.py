"""Serves the site on this machine: python -m static_site.serve [--folder dist] [--port 8502] [--below /some/path/]."""

import argparse
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from static_site.packages import ROOT

HOST = "127.0.0.1"
PORT = 8502
# Python takes these from the machine's settings, which may lack them or have others.
TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".bin": "application/octet-stream",
}


class Handler(SimpleHTTPRequestHandler):
    """Serves files below a path, as a project's pages on a large host are; all else is not found."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are sent one by one: the body would wait for the browser's answer
    extensions_map = SimpleHTTPRequestHandler.extensions_map | TYPES

    def __init__(self, *arguments: object, below: str = "/", **options: object):
        self.below = below
        super().__init__(*arguments, **options)  # type: ignore[arg-type]

    def send_head(self) -> Any:
        """Answer the site's path without its last slash as hosts do: by the one with it."""
        path, mark, query = self.path.partition("?")
        if f"{path}/" != self.below:
            return super().send_head()
        self.send_response(301)
        self.send_header("Location", f"{self.below}{mark}{query}")
        self.send_header("Content-Length", "0")
        self.end_headers()
        return None

    def translate_path(self, path: str) -> str:
        """Return the path of a file."""
        if not path.startswith(self.below):
            return str(Path(self.directory, "no such file"))
        return super().translate_path("/" + path.removeprefix(self.below))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is not there with the site's own page."""
        page = Path(self.directory, "404.html")
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep silent."""


class Server(ThreadingHTTPServer):
    """Serves several requests at once, and says nothing of a browser that goes away amidst one."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print what went wrong here."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def server(folder: Path, port: int = PORT, below: str = "/") -> Server:
    """Return a server of a folder on this machine, on any free port for 0; below is the path that it has."""
    return Server((HOST, port), partial(Handler, directory=str(folder), below=below))


def main() -> None:
    """Serve the site, as the command line says, until it is interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "dist")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--below", default="/", help="the path that the site has, such as /playground/")
    arguments = parser.parse_args()
    if not (arguments.folder / "index.html").exists():
        sys.exit(f"there is no site in {arguments.folder}: build it by `make static`")
    with server(arguments.folder, arguments.port, arguments.below) as running:
        print(f"http://{HOST}:{arguments.port}{arguments.below}", flush=True)
        running.serve_forever()


if __name__ == "__main__":
    main()
