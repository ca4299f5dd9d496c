"""What the teacher of a room sees and does: how to join it, the acts on all guests, and the wall of their networks."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from ui.rooms import browser, teaching, wall
from ui.rooms.guest import Guest
from ui.rooms.hub import Refusal
from ui.rooms.room import MAX_QUERY
from ui.rooms.shown import Shown
from ui.rooms.teaching import Teaching
from ui.visit import notices, session
from ui.widgets import share
from ui.widgets.guard import pressed

INTERVAL, INTERVAL_OF_MANY = 0.9, 1.8  # seconds between two Frames of the wall: a guest reports once in 1.0
GONE = (
    "What guests of other servers do is not seen just now: the store of the rooms does not answer. It is tried again."
)
MANY = 60  # guests from which on the wall is drawn less often


def present() -> Teaching | None:
    """Return the room that the page is about, or ask the browser for its key and return None."""
    visit, code = session.current(), session.own().teach
    own = teaching.of(visit)
    if own is not None and own.state.code == code:
        browser.keep(f"{code}.key", None if own.room.is_over else own.kept(), is_lasting=True)
        return own
    visit.teaches = None
    st.header(f"Room {code}", anchor=False)
    if browser.ask(f"{code}.key", is_lasting=True, on_answer=_open_again):
        st.markdown("Looking for its key in this browser.")
    else:
        st.markdown("This browser does not have its key: go on in the one in which you have opened the room.")
    st.button("Open or join another room", key="other_room", on_click=pressed, args=(_go_away,))
    return None


def _open_again(kept: dict[str, Any]) -> None:
    visit = session.current()
    code = session.own().teach
    if visit.teaches or not code:
        return
    try:
        opened = teaching.open_again(kept, code)
    except Refusal as refused:
        notices.add(str(refused))
        return
    if opened is None:
        notices.add(f"Room {code} is over.")
        _go_away()


def _go_away() -> None:
    session.current().teaches = None
    session.update_own(teach="", code="", room_task="")


def link_of(own: Teaching) -> str:
    """Return the whole address by which guests join."""
    parts = urlsplit(st.context.url or "")
    base = f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.netloc else "./room"
    return f"{base}?code={own.state.code}"


def show_way_in(own: Teaching) -> None:
    """Show how guests join: the code to type, the link to open, the QR code to scan."""
    link = link_of(own)
    where = link.partition("?")[0].partition("://")[2] or "the page Room"
    with st.container(key="room_way_in", horizontal=True, vertical_alignment="center", gap="large"):
        with st.container(width=240):
            share.show_code(link, "room_qr")
        with st.container():
            st.markdown(f"Scan it, or open **{notices.plain(where)}** and type")
            st.header(own.state.code, anchor=False)


def show_controls(own: Teaching, now: Shown | None) -> None:
    """Show what stands above the wall, or above the one network that is shown: how to join, and what can be done."""
    guests = own.guests()
    is_large = own.room.command_number == 0 and now is None  # once they work, the wall has the projector
    key = "way_in" if is_large else "way_in_folded"  # an expander with the same key would stay as it is
    with st.expander(f"Join: {own.room.code}", icon=":material/qr_code:", expanded=is_large, key=key):
        show_way_in(own)
    if now is not None:
        with st.container(key="room_shown", horizontal=True, vertical_alignment="center"):
            st.button("Back to all networks", key="show_all", on_click=pressed, args=(_then_run, own.show, ""))
            has_name = own.room.shows_names and not session.own().covered
            st.text(now.guest.name if has_name else "One of your networks", width="content")
    with st.container(key="room_acts", horizontal=True, vertical_alignment="center"):
        _show_acts(own, guests, now)


def _show_acts(own: Teaching, guests: list[Guest], now: Shown | None) -> None:
    """Show what the teacher can do with all guests."""
    for label, command, icon in (("Start all", "start", "play_arrow"), ("Pause all", "pause", "pause")):
        icon = f":material/{icon}:"
        st.button(label, key=f"{command}_all", icon=icon, on_click=pressed, args=(own.command, command))
    with st.popover("Send a task", key="send_task_box", icon=":material/send:"):
        _send(own)
    if now is None:
        with st.popover("Show one to all", key="show_one", icon=":material/cast:", on_change="rerun"):
            _choose_shown(own, guests)
    with st.popover("Send out", key="send_out_box", icon=":material/person_remove:", on_change="rerun"):
        _choose_removed(own, guests)
    lets_in = own.room.lets_in
    st.button(
        "Let nobody else in" if lets_in else "Let others in",
        key="let_in",
        icon=":material/lock:" if lets_in else ":material/lock_open:",
        on_click=pressed,
        args=(_then_run, own.let_in, not lets_in),
    )
    with st.popover("Close the room", key="close_box", icon=":material/close:"):
        st.markdown("Everyone keeps their own network. The results are gone: download them first.")
        st.button("Close it for everyone", key="close_room", type="primary", on_click=pressed, args=(_close, own))


def _then_run(do: Callable[..., None], *arguments: Any) -> None:
    do(*arguments)
    session.request_page_run()


def _send(own: Teaching) -> None:
    text = st.text_input(
        "Link of a task, or of other settings", key="sent_task", max_chars=MAX_QUERY, autocomplete="off"
    )
    if not (text and text.strip()):
        st.caption("Everyone begins anew with what the link holds. “Set a task” under Share makes one.")
        return
    given, said = teaching.given_by(text)
    if given is None:
        st.error(said)
        return
    if said:
        st.caption(notices.plain(said))
    st.button("Send it to all", key="send_task", type="primary", on_click=pressed, args=(_send_now, own, given))


def _send_now(own: Teaching, given: teaching.Given) -> None:
    own.send(given)
    st.session_state["sent_task"] = ""
    notices.add("It is sent: everyone begins anew with it.")


def _choose_shown(own: Teaching, guests: list[Guest]) -> None:
    """Offer the guests whose networks can be shown: those that have begun."""
    able = {guest.id: guest.name for guest in guests if _can_be_shown(guest)}
    if not able:
        st.caption("Nobody has begun yet.")
        return
    covered = session.own().covered
    numbers = {guest.id: f"No. {i}" for i, guest in enumerate(guests, 1)}
    chosen = st.selectbox(
        "Whose network", list(able), key="whose", format_func=lambda id: numbers[id] if covered else able.get(id, "")
    )
    said = "It carries the name of its guest" if own.state.shows_names else "It carries no name"
    st.caption(f"{said}: that was said when they joined.")
    st.button("Show it large", key="show_it", type="primary", on_click=pressed, args=(_then_run, own.show, chosen))


def _can_be_shown(guest: Guest) -> bool:
    """Return whether a guest has reported a network that can be drawn."""
    report = guest.report
    return report is not None and bool(report.weights) and not report.has_diverged


def _choose_removed(own: Teaching, guests: list[Guest]) -> None:
    """Offer to send a guest out of the room."""
    if not guests:
        st.caption("Nobody is in the room.")
        return
    given = {guest.id: guest.name for guest in guests}
    chosen = st.selectbox("Who is to leave", list(given), key="who_leaves", format_func=lambda id: given.get(id, ""))
    st.caption("They keep their own network, and can join again under another name unless nobody else is let in.")
    st.button("Send out", key="send_out", type="primary", on_click=pressed, args=(_then_run, own.remove, chosen))


def _close(own: Teaching) -> None:
    own.close()
    session.request_page_run()


def show_wall(own: Teaching) -> None:
    """Show the wall, live while the room is open."""
    guests = own.guests()
    room = wall.Class(own.guests, own.given.task, lambda: own.given.experiment)
    interval = INTERVAL_OF_MANY if len(guests) > MANY else INTERVAL
    wall.show(room, wall.Working(), lambda: {"message": _message(own)}, interval=interval)


def _message(own: Teaching) -> dict[str, Any]:
    """Return the sentence above the wall, where there is something to say."""
    if own.room.is_over:  # its time is over
        session.request_page_run()
    return {"text": "" if own.hub.is_reachable else GONE, "buttons": []}


def show_closed(own: Teaching) -> None:
    """Show that the room is closed, or has ended."""
    st.markdown(f"Room {own.state.code} is closed.")
    st.button("Open or join another room", key="other_room", on_click=pressed, args=(_go_away,))


def files(own: Teaching) -> None:
    """Show the buttons that download the results."""
    shown = wall.Class(own.guests, own.given.task, lambda: own.given.experiment)
    wall.files(shown, f"room-{own.state.code}")
