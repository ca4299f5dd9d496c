"""Adds to Streamlit's HTML page a few lines that speak up where no connection comes about, and the links of preload.py.

Streamlit's page shows grey bars until its websocket is open. Where something between the browser and the server refuses
websockets, they would stay for ever.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.server import preload

SCRIPT = """<script>
  (() => {
    const isConnected = () => document.querySelector('.stApp')?.dataset.testConnectionState === 'CONNECTED';
    const box = document.createElement('p');
    box.setAttribute('role', 'alert');
    box.textContent = 'There is no connection to the server yet. If this stays so, something between this browser ' +
      'and the server may refuse WebSockets, which the page needs: a proxy, a filter of the network, or an add-on. ' +
      'Try another network or another browser.';
    box.style.cssText = 'position:fixed;inset:auto 0 40px 0;margin:auto;max-width:560px;padding:16px 20px;' +
      'z-index:9999;font:16px/1.5 sans-serif;color:#17202e;background:#fff4d6;border:1px solid #d9a400;' +
      'border-radius:10px';
    setTimeout(() => {
      if (isConnected()) return;
      document.body.append(box);
      const watch = setInterval(() => isConnected() && (box.remove(), clearInterval(watch)), 500);
    }, 10000);
  })();
</script>
"""


class Waiting:
    """The middleware."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the script to an answer that is a page."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return
        # As it is, not compressed: otherwise there would be nothing to add to.
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start: Message = {}
        body = bytearray()

        async def add(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
            elif message["type"] == "http.response.body" and start:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    await _send_page(start, bytes(body), scope["path"], send)
            else:
                await send(message)

        await self.app({**scope, "headers": headers}, receive, add)


def _is_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers


async def _send_page(start: Message, body: bytes, path: str, send: Send) -> None:
    page = preload.add(body.replace(b"</body>", SCRIPT.encode() + b"</body>", 1), path)
    headers = MutableHeaders(raw=list(start["headers"]))
    if "content-length" in headers:
        headers["content-length"] = str(len(page) if body else 0)
    await send({**start, "headers": headers.raw})
    await send({"type": "http.response.body", "body": page})


def middleware() -> list[Middleware]:
    """Return the middleware, for the app."""
    return [Middleware(Waiting)]
