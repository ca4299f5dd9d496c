"""A program: opens pages of the app as a browser's worker does, where no thread can be started, and says what came.

It prints as JSON the components that the Playground's page holds, which of them came while its script still ran, what
its line sends while it plays, for how long nothing else had its turn meanwhile, and what becomes of an upload.
"""

import asyncio
import json
import threading
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from static_site.host import host as hosts
from tests.unpacking import unpack_bytes

PATIENCE = 60  # seconds


def forbid(thread):
    """Stand in place of Thread.start."""
    raise RuntimeError("can't start new thread")


async def until(condition):
    end = asyncio.get_running_loop().time() + PATIENCE
    while not condition():
        assert asyncio.get_running_loop().time() < end, "nothing came"
        await asyncio.sleep(0.005)


async def watch(stretches):
    """Note how long each stretch took, in seconds of the processor, in which a press of Pause could not be taken."""
    while True:
        begun = time.process_time()
        await asyncio.sleep(0)
        stretches.append(time.process_time() - begun)


def component(message):
    """Return the component that a message places on the page, or None."""
    is_one = message.WhichOneof("type") == "delta" and message.delta.new_element.WhichOneof("type") == "bidi_component"
    return message.delta.new_element.bidi_component if is_one else None


def note_scripts(running):
    """Have a list hold each script as long as it runs."""
    run = ScriptRunner._run_script_thread

    def noted(runner):
        running.append(runner)
        run(runner)
        running.remove(runner)

    ScriptRunner._run_script_thread = noted


async def visit():
    await hosts.prepare()
    host = hosts.wake()
    messages, early, frames, closed, running = [], [], [], [], []
    note_scripts(running)

    def take(data):
        messages.append(ForwardMsg.FromString(data))
        if running and (placed := component(messages[-1])):
            early.append(placed.component_name)

    host.open_session(1, None, take)
    ask = BackMsg()
    ask.rerun_script.query_string = "layers=4&speed=full"
    host.receive(1, ask.SerializeToString())
    await until(lambda: any(each.WhichOneof("type") == "script_finished" for each in messages))
    bidi = [placed for placed in map(component, messages) if placed]
    stage = next(each for each in bidi if each.component_name == "network_stage")
    header, _ = unpack_bytes(stage.bytes)
    host.open_line(2, lambda data: frames.append(unpack_bytes(data, frames[-1] if frames else None)), closed.append)
    host.receive(2, json.dumps({"token": header["token"], "picture": "stage"}))
    await until(lambda: frames)
    host.receive(2, json.dumps({"ack": frames[-1][0]["beat"]}))
    host.receive(2, json.dumps({"act": "play", "value": True}))
    stretches = []
    for count in range(2, 8):
        await until(lambda count=count: len(frames) >= count)
        host.receive(2, json.dumps({"ack": frames[-1][0]["beat"]}))
        if count == 3:  # it plays
            watching = asyncio.create_task(watch(stretches))
    watching.cancel()
    host.upload(host.sessions[1], "a", "points.csv", "text/csv", b"x,y\n")
    kept = host.uploads.get_files(host.sessions[1], ["a"])
    host.remove(host.sessions[1], "a")
    host.receive(2, "not JSON")
    await until(lambda: closed)
    host.close(2)
    host.close(1)
    return {
        "components": [each.component_name for each in bidi],
        "early": early,
        "first": [each for each, _ in map(unpack_bytes, hosts.first_pictures)],
        "errors": [each.delta.new_element.exception.message for each in messages if _is_exception(each)],
        "states": [header["state"] for header, _ in frames],
        "steps": [header["step"] for header, _ in frames],
        "longest": max(stretches),
        "uploads": [each.data.decode() for each in kept],
        "left": len(host.uploads.get_files("", ["a"])),
        "closed": closed,
    }


def _is_exception(message):
    return message.WhichOneof("type") == "delta" and message.delta.new_element.WhichOneof("type") == "exception"


if __name__ == "__main__":
    threading.Thread.start = forbid
    print(json.dumps(asyncio.run(visit())))
