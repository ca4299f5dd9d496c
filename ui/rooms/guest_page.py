"""What a guest of a room sees on the page of the task: a line that says so, and new tasks as the teacher sends them."""

import time
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

from ui.rooms import browser, names, seat
from ui.rooms.hub import Refusal, hub
from ui.rooms.room import Room, is_id
from ui.rooms.seat import Seat, Waiting
from ui.server import where
from ui.visit import address_bar, notices, session
from ui.visit.page import Page
from ui.widgets.guard import pressed

POLL_INTERVAL = 2.0  # seconds after which a page without a line looks at the room again
MAX_NUMBER = 1_000_000  # of a task that a browser can have seen
SCRIPTS = {"points": "play/playground.py", "images": "play/images.py", "sequences": "play/sequences.py"}


def open_task(room: Room, page: Page | None = None) -> None:
    """Open the task of a room from its beginning: on the present page, with this run, or on that of its kind."""
    visit = session.current()
    query = dict(parse_qsl(room.query, keep_blank_values=True)) | {"room": room.code}
    if room.kind in visit.desks:
        visit.desks[room.kind].player = None  # which begins anew
    if page is not None and page.kind == room.kind:
        address_bar.follow(query)
    else:
        st.switch_page(SCRIPTS[room.kind], query_params=query)


def begin(page: Page) -> None:
    """Do what the teacher asks of the whole page; call it first in each run of a page with one network."""
    visit = session.current()
    own = seat.of(visit)
    if own is None:
        return
    own.told = own.room = hub.room(own.place.code) or own.room
    if own.is_over:
        seat.leave(visit)
        why = "is closed" if own.room.is_over else "goes on without you"
        notices.add(f"Room {own.room.code} {why}. Goodbye! Your network stays here, and you can go on with it.")
    elif own.has_new_task:
        own.begin_task()
        notices.add("Your teacher has set a new task.")
        open_task(own.room, page)


def show() -> None:
    """Show in which room the visitor is, and as whom; after the page was loaded again, go back to the same seat."""
    visit = session.current()
    own = visit.companion
    if not visit.room or where.IN_BROWSER:
        return
    with st.container(key="in_room", horizontal=True, vertical_alignment="center"):
        if isinstance(own, Seat) and own.place.code == visit.room:
            _say_who(own)
        elif isinstance(own, Waiting) and own.code == visit.room:
            st.text(f"Waiting for room {own.code} to come back.", width="content")
        else:
            seat.stand_up(visit)
            if browser.ask(visit.room, is_lasting=False, on_answer=_sit_down):
                st.text(f"Looking for your seat in room {visit.room}.", width="content")
            else:
                st.text(f"This page belongs to room {visit.room}.", width="content")
                st.link_button("Join the room", f"./room?code={visit.room}")
        st.button("Leave the room", key="leave_room", type="tertiary", on_click=pressed, args=(_leave,))
    if visit.channel.line is None or isinstance(visit.companion, Waiting):
        st.fragment(_poll, run_every=POLL_INTERVAL)()


def _say_who(own: Seat) -> None:
    place = own.place
    shown = ". Your network is shown to all now." if own.is_on_show else ""
    away = "" if hub.is_reachable else " (not reached just now; your page works on)"
    st.text(f"In room {place.code} as {place.name}{shown}{away}", width="content")  # a name is never Markdown
    browser.keep(place.code, {"id": place.id, "name": place.name, "task": own.task_number}, is_lasting=False)


def _leave() -> None:
    seat.leave(session.current())
    session.request_page_run()


def _poll() -> None:
    """Look at the room: where no line has the page hear of it, and where the room is to come back."""
    own = session.current().companion
    if isinstance(own, Seat):
        own.polled_at[0] = time.monotonic()
        room = hub.room(own.place.code)
        if room and room.version != own.room.version:
            st.rerun()
    elif isinstance(own, Waiting) and _take_again(own):
        st.rerun()


def _sit_down(kept: dict[str, Any]) -> None:
    """Take the seat again that the browser has kept, if it is one; where there is no such room, wait for it."""
    visit = session.current()
    if visit.companion or not visit.room or not is_id(kept.get("id")):
        return
    number = kept.get("task")
    number = number if type(number) is int and 0 < number < MAX_NUMBER else 0
    visit.companion = Waiting(visit.room, kept["id"], names.read(kept.get("name")), number)
    _take_again(visit.companion)


def _take_again(kept: Waiting) -> bool:
    """Take the seat again that the browser has kept; return whether there was one to take."""
    try:
        room = hub.find(kept.code)
        if room:
            seat.take(session.current(), room, kept.name, kept.id, kept.task_number, hub)
        return room is not None
    except Refusal as refused:
        if hub.is_reachable:  # it will not be another time
            seat.leave(session.current())
            notices.add(str(refused))
        return hub.is_reachable
