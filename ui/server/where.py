"""Where the pages run: on a server, or as static files in the visitor's own browser (see deploy/static.md)."""

import sys

IN_BROWSER = sys.platform == "emscripten"  # of Python in WebAssembly
MACHINE = "in this browser" if IN_BROWSER else "on this server"  # as the pages say it
