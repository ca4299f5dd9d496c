"""Serves the site that `make static` has built, below a path as a project's pages are."""

import threading
from contextlib import contextmanager

from static_site import serve
from static_site.packages import ROOT

DIST = ROOT / "dist"


@contextmanager
def served(folder=DIST, below="/class/playground/"):
    """Serve a folder below a path, and yield its address."""
    assert (folder / "index.html").exists(), "there is no site: build it by `make static`"
    with serve.server(folder, 0, below) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        try:
            yield f"http://{serve.HOST}:{running.server_port}{below}"
        finally:
            running.shutdown()
            thread.join()
