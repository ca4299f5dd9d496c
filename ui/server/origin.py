"""Which sites' pages may connect to this server."""

from urllib.parse import urlsplit

import streamlit as st
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

LOCAL_HOSTS = ("localhost", "127.0.0.1", "0.0.0.0")  # Streamlit's own line accepts pages from there too


def is_origin_allowed(origin: str | None, host: str | None) -> bool:
    """Return whether a page from this origin may open a WebSocket to this host, as Streamlit decides it.

    Streamlit's function would ask a server outside for its own address.
    """
    if not is_host_allowed(host):
        return False
    if origin is None or not st.get_option("server.enableCORS"):
        return True  # browsers always send it
    try:
        parts = urlsplit(origin)
        allowed = {st.get_option("browser.serverAddress"), *map(str.strip, st.get_option("server.corsAllowedOrigins"))}
        named = parts.netloc == host or parts.hostname in LOCAL_HOSTS or origin in allowed
        return named or (parts.hostname is not None and parts.hostname in allowed)
    except ValueError:
        return False
