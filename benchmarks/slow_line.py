"""A slow connection: everything that a browser and its server say to each other comes late."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

BLOCK = 65536  # bytes read at once


@contextlib.contextmanager
def slow_line(address: str, delay: float) -> Iterator[str]:
    """Pass on connections to a server, with so many seconds of delay each way; give the address to open instead."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    serving = asyncio.start_server(lambda reader, writer: _pass_on(reader, writer, address, delay), "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(serving, loop).result()
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()
    asyncio.run_coroutine_threadsafe(_end_all(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def _end_all() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str, delay: float) -> None:
    parts = urlsplit(address)
    from_server, to_server = await asyncio.open_connection(parts.hostname, parts.port)
    # What is ended from outside ends here: asyncio would report it as an error.
    try:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(_pump(reader, to_server, delay), _pump(from_server, writer, delay))
    finally:
        for each in (writer, to_server):
            each.close()
            with contextlib.suppress(OSError):
                await each.wait_closed()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    """Write what is read, later; then close."""
    loop, data = asyncio.get_running_loop(), b"-"
    while data:
        try:
            data = await reader.read(BLOCK)
        except OSError:
            data = b""
        if data:
            loop.call_later(delay, _write, writer, data)
    await asyncio.sleep(2 * delay)
    writer.close()


def _write(writer: asyncio.StreamWriter, data: bytes) -> None:
    if not writer.is_closing():  # a page that was left meanwhile
        writer.write(data)
