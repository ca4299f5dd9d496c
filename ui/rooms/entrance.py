"""The entrance of a room: where a teacher opens one, and where a guest comes in, by a link or by its code."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from ui.rooms import guest_page, limits, names, seat, teaching, wall
from ui.rooms.hub import Refusal, hub
from ui.rooms.limits import Tries
from ui.rooms.room import MAX_QUERY, TIME_TO_LIVE, Room
from ui.rooms.seat import Seat
from ui.rooms.wall import Looking
from ui.visit import links, notices, room_code, session
from ui.visit.page import Page
from ui.visit.task import Text
from ui.widgets.guard import changed, prepare, pressed

HOURS = f"{TIME_TO_LIVE / 3600:.0f} hours"
TOO_MANY = f"Too many codes that are none. Wait {limits.WINDOW:.0f} seconds, then try again."


@dataclass(frozen=True, slots=True)
class RoomSettings(Looking):
    """The page's own settings: the code of a room to join, or of one to teach, and the link of a task for a new one."""

    code: str = ""
    teach: str = ""
    room_task: str = ""


FIELDS: dict[str, Any] = {"code": room_code.Code(), "teach": room_code.Code(), "room_task": Text(MAX_QUERY)}
PAGE = Page("room", {**wall.FIELDS, **FIELDS}, RoomSettings)


def show_without_server() -> None:
    """Say why there are no rooms where everything runs in the visitor's own browser, and what there is instead."""
    st.header("Room", anchor=False)
    st.markdown(
        "A room needs a server that everybody in it reaches. This site has none: everything here runs in your own "
        "browser. Ask your class for result links instead, and collect them."
    )
    st.page_link("play/results.py", label="Class results", icon=":material/fact_check:")


def show() -> None:
    """Show where to join a room, and where to open one."""
    join, opens = st.columns(2, gap="large")
    with join:
        st.header("Join a room", anchor=False)
        with st.form("join_room", border=False):
            st.text_input(
                "Code", key="typed_code", max_chars=room_code.LONGEST, placeholder="ABC2345", autocomplete="off"
            )
            if st.form_submit_button("Look for it", key="find_room", type="primary"):
                _look_for(st.session_state["typed_code"] or "")
    with opens:
        st.header("Open a room", anchor=False)
        st.markdown(
            "Your students open a link or scan a code, and are in the task that you set. You see all their networks, "
            "live, on one screen. Nobody needs an account."
        )
        _open()


def _look_for(text: str) -> None:
    code = room_code.read(text)
    if code is None:
        st.error(room_code.ACCEPTED)
    elif _find(code) is not None:
        session.update_own(code=code)
        st.rerun()


def _find(code: str) -> Room | None:
    """Return the room with a code; where there is none, or it was not looked for, say why."""
    visit = session.current()
    tries = visit.tries = visit.tries if isinstance(visit.tries, Tries) else Tries()
    if not limits.may_try(tries):
        st.error(TOO_MANY)
        return None
    try:
        room = hub.find(code)
    except Refusal as refused:
        st.error(str(refused))
        return None
    if room is None:
        limits.note_wrong(tries, code)
        st.error(f"There is no room {code}. It may be closed, or the code is another one.")
    return room


def _open() -> None:
    own: RoomSettings = session.own()
    prepare("room_task", own.room_task)
    text = st.text_input(
        "Link of a task",
        key="room_task",
        max_chars=MAX_QUERY,
        placeholder="Paste one that “Set a task” has made; without one, it is the Playground",
        autocomplete="off",
        on_change=changed,
        args=("room_task", _store_task),
    )
    given, said = teaching.given_by(text) if text and text.strip() else (teaching.Given("points", ""), "")
    if given is None:
        st.error(said)
    else:
        _say_what(given, said)
    shows_names = st.checkbox("A network that I show to all carries the name of its guest", key="room_names")
    st.button(
        "Open a room",
        key="open_room",
        type="primary",
        on_click=pressed,
        args=(_open_with, given, shows_names),
        disabled=given is None,
    )
    st.caption(
        f"A room lasts {HOURS} at most; then nothing of it is left on the server. Your browser keeps its key, so that "
        "you can load the page again."
    )


def _store_task() -> None:
    session.update_own(room_task=FIELDS["room_task"].parse(st.session_state["room_task"] or "")[0])


def _say_what(given: teaching.Given, said: str) -> None:
    """Say what guests will find, as the link has it."""
    if said:
        st.caption(notices.plain(said))
    asked = given.task
    parts = [asked.task, asked.ask, "a goal to reach" if asked.has_goal else ""]
    about = ": " + " · ".join(part for part in parts if part) if any(parts) else ""
    st.text(f"On the page {links.PAGE_TITLES[given.kind]}{about}")  # never Markdown: it comes from a link


def _open_with(given: teaching.Given, shows_names: bool) -> None:
    try:
        opened = teaching.open_room(given, shows_names)
    except Refusal as refused:
        notices.add(str(refused))
    else:
        session.update_own(teach=opened.state.code, code="", room_task="")


def show_join(code: str) -> None:
    """Show a guest what the room is, and ask for a name."""
    room = _find(code)
    if room is None:
        st.button("Another code", key="other_code", on_click=pressed, args=(_turn_away,))
        return
    st.header(f"Room {room.code}", anchor=False)
    if asked := teaching.Given(room.kind, room.query).task.task:
        st.text(asked)
    with st.form("take_seat", border=False, width=420):
        own = _seat_in(room)
        st.session_state.setdefault("guest_name", own.place.name if own else names.animal())
        st.text_input("Your name in the room", key="guest_name", max_chars=names.MAX_NAME, autocomplete="off")
        if st.form_submit_button("Join", key="take_seat_now", type="primary"):
            _join(room, st.session_state["guest_name"] or "")
    carries = "carries your name" if room.shows_names else "carries no name"
    st.caption(
        "Your teacher sees this name and your network while you work. The teacher can show a network to all; it "
        f"{carries}. Any name will do. The server forgets it when the room closes, after {HOURS} at most."
    )


def _turn_away() -> None:
    session.update_own(code="")


def _seat_in(room: Room) -> Seat | None:
    """Return the seat that the visitor has in this room already: on a slow line one can press twice."""
    own = seat.of(session.current())
    return own if own and own.place.code == room.code else None


def _join(room: Room, name: str) -> None:
    own = _seat_in(room)
    try:
        seat.take(session.current(), room, name, own.place.id if own else "")
    except Refusal as refused:
        st.error(str(refused))
    else:
        guest_page.open_task(room)
