"""The line: when a Frame is sent, and what ends it."""

import asyncio
import contextlib
import gc
import threading
import time

from starlette.websockets import WebSocketDisconnect

from tests.ui.server.opening import PATIENCE, Picture, Socket, on_a_loop, serve, until
from ui.server import channel, line, pacing, turns
from ui.server.channel import SLICE, Channel


@on_a_loop
async def test_it_begins_with_a_whole_frame_and_goes_on_while_something_plays(own, picture):
    socket = Socket()
    task = serve(socket)
    socket.greet(own)
    first = await socket.frame()
    assert first["step"] == 0
    assert first["token"] == own.token
    socket.say({"act": "play", "value": True})
    steps = [(await socket.frame())["step"] for _ in range(6)]
    assert steps == sorted(steps)
    assert steps[0] > 0  # it moves at once
    assert steps[-1] > 3
    socket.say({"act": "play", "value": False})
    await until(lambda: ("play", False) in picture.acts)
    await socket.close()
    await task
    assert own.line is None


@on_a_loop
async def test_no_second_frame_is_sent_before_the_first_is_acknowledged(own, picture):
    picture.is_busy = True
    socket = Socket()
    task = serve(socket)
    socket.greet(own)
    header = await socket.frame(acknowledge=False)
    for _ in range(3):  # whatever changes meanwhile
        own.request()
        with own.lock:
            own.push()
        await asyncio.sleep(3 * picture.interval)
    assert socket.received.empty()
    socket.say({"ack": header["beat"]})
    later = await socket.frame()
    assert later["beat"] > header["beat"] + 2  # the newest one
    await socket.close()
    await task


@on_a_loop
async def test_one_turn_is_taken_while_a_quick_answer_is_on_its_way_and_no_more(own, picture):
    picture.is_busy = True
    socket = Socket()
    task = serve(socket)
    socket.greet(own)
    await socket.frame()  # answered at once
    header = await socket.frame(acknowledge=False)
    await until(lambda: own.beat == header["beat"] + 1)
    await asyncio.sleep(5 * picture.interval)
    assert own.beat == header["beat"] + 1
    assert socket.received.empty()
    socket.say({"ack": header["beat"]})
    assert (await socket.frame())["beat"] == header["beat"] + 1
    await socket.close()
    await task


@on_a_loop
async def test_it_does_nothing_while_nothing_plays(own, picture):
    socket = Socket()
    task = serve(socket)
    socket.greet(own)
    await socket.frame()
    await asyncio.sleep(5 * picture.interval)
    assert socket.received.empty()
    assert (picture.frames, picture.steps) == (1, 0)
    own.request()  # as a run of the page does
    await socket.frame()
    await socket.close()
    await task


@on_a_loop
async def test_it_does_not_train_while_the_script_has_the_lock(own, picture):
    picture.is_busy = True
    socket = Socket()
    task = serve(socket)
    taken, done = threading.Event(), threading.Event()

    def script():
        with own.lock:
            taken.set()
            done.wait(PATIENCE)

    thread = threading.Thread(target=script)
    thread.start()
    taken.wait(PATIENCE)
    socket.greet(own)
    await asyncio.sleep(0.1)
    assert picture.frames == picture.steps == 0
    done.set()
    await socket.frame()
    thread.join()
    await socket.close()
    await task


@on_a_loop
async def test_what_a_click_changes_is_sent_before_the_page_has_run(own, picture):
    socket = Socket()
    task = serve(socket)
    socket.greet(own)
    await socket.frame()
    with own.lock:  # held by the script to the end of its run
        picture.is_busy = True
        own.push()
        assert (await socket.frame())["step"] == 1
    await socket.close()
    await task


@on_a_loop
async def test_another_page_s_picture_gets_no_frames_of_this_one(own, picture):
    socket = Socket()
    task = serve(socket)
    socket.greet(own, "wall")
    await asyncio.sleep(0.05)
    assert socket.received.empty()
    await socket.close()
    await task


@on_a_loop
async def test_a_new_line_replaces_the_old_one(own, picture):
    one, two = Socket(), Socket()
    tasks = serve(one), None
    one.greet(own)
    await one.frame()
    tasks = tasks[0], serve(two)
    two.greet(own)
    await two.frame()
    assert await one.end(tasks[0]) == (1008, "another line has replaced it")
    assert own.line is not None
    await two.close()
    await tasks[1]


@on_a_loop
async def test_an_error_in_one_turn_ends_its_line_and_no_other(own, picture):
    other = Channel()
    other.live = Picture()
    bad, good = Socket(), Socket()
    tasks = serve(bad), serve(good)
    good.greet(other)
    await good.frame()
    picture.fails = True
    bad.greet(own)
    assert await bad.end(tasks[0]) == (1008, "an error")
    good.say({"act": "play", "value": True})
    for _ in range(3):
        await good.frame()
    await good.close()
    await tasks[1]


@on_a_loop
async def test_a_browser_that_has_gone_before_it_is_refused_leaves_no_error(own, picture):
    class Gone(Socket):
        async def close(self, code=1000, reason=""):
            raise WebSocketDisconnect(1006)

    for socket in (Gone(), Gone(origin="http://elsewhere")):
        socket.say({"token": "guessed", "picture": "stage"})
        await serve(socket)


@on_a_loop
async def test_it_ends_with_the_session(own, picture):
    socket, session = Socket(), Channel()
    session.live = Picture()
    task = serve(socket)
    socket.greet(session)
    await socket.frame()
    token = session.token
    del session
    gc.collect()
    assert await socket.end(task) == (1008, "the session has ended")
    assert channel.find(token) is None


def opening(own, picture="stage"):
    """The seconds that a page waits for the line of its picture."""
    start = time.perf_counter()
    own.wait_for_line(picture)
    return time.perf_counter() - start


def test_a_page_waits_for_its_picture_once_and_not_for_long(monkeypatch):
    monkeypatch.setattr(channel, "has_route", True)
    monkeypatch.setattr(channel, "PICTURE_FIRST", 0.3)
    own = Channel()
    own.live = Picture()
    assert opening(own, "slope") < 0.2  # a picture without a line
    assert opening(own) >= 0.3  # nobody opens the line
    assert opening(own) < 0.2
    own.awaited = ""
    threading.Timer(0.05, setattr, (own, "line", Picture())).start()
    monkeypatch.setattr(channel, "PICTURE_FIRST", PATIENCE)
    assert opening(own) < PATIENCE / 2
    monkeypatch.setattr(channel, "has_route", False)
    own.awaited, own.line = "", None
    assert opening(own) < PATIENCE / 2


def test_a_page_that_begins_trains_little_before_it_shows_its_picture():
    own = Channel()
    own.live = Picture()
    own.live.is_busy = True
    assert own.budget_of_script("stage") == SLICE
    own.wait_for_line("stage")
    assert own.budget_of_script("stage") == own.budget() > SLICE


def burn(seconds):
    """Take processor time."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def step_for(others, seconds):
    """How often a picture is acted on that is asked for 16 costly steps, and more as soon as it has done one."""
    cost, count = 0.02, []

    @on_a_loop
    async def run(own, picture):
        picture.act = lambda kind, value: (burn(cost), picture.acts.append(value))
        for other in range(others):
            pacing.budget(str(other), 0.001)
        socket = Socket()
        task = serve(socket)
        socket.greet(own)
        await socket.frame()
        end, said = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            while said < len(picture.acts) + line.MAX_ACTS:
                socket.say({"act": "step", "value": said})
                said += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(socket.frame(), 0.05)
        assert picture.acts == list(range(len(picture.acts)))  # in their order
        count.append(len(picture.acts))
        await socket.close()
        await task

    run()
    return count[0]


def test_who_presses_step_in_a_loop_gets_no_more_than_a_share():
    share = pacing.LOAD / (30 * 0.02)  # presses a second
    most = 2.0 * share + 2
    assert 1 <= step_for(30, 2.0) <= most
    assert step_for(0, 2.0) > 2 * most  # also on a machine that has a tenth of a processor left


def test_an_update_s_overhead_is_all_that_it_takes_beside_its_budget(monkeypatch):
    frame, last_step, found = 0.004, 0.01, []
    monkeypatch.setattr(pacing, "budget", lambda session, overhead: 0.005)
    monkeypatch.setattr(turns, "UPKEEP_OVER", 10)

    @on_a_loop
    async def run(own, picture):
        def advance(seconds):
            burn(seconds + last_step)  # the last step begins within the budget
            return False

        def make_frame():
            burn(frame)
            return Picture.frame(picture)

        picture.is_busy, picture.advance, picture.frame = True, advance, make_frame
        socket = Socket()
        task = serve(socket)
        socket.greet(own)
        for _ in range(20):
            await socket.frame()
        found.append(own.overhead)
        await socket.close()
        await task

    run()
    assert frame + last_step < found[0] < 2 * (frame + last_step)
    assert 0 < turns.scheduler.upkeep <= turns.MAX_UPKEEP
