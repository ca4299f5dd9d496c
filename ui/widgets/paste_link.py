"""A box for a link that was sent as text: of this playground, or of TensorFlow Playground."""

from urllib.parse import urlencode

import streamlit as st

from ui.players.player import Player
from ui.visit import address_bar, links, locks, notices, pasted, session, tidy
from ui.visit.pasted import Pasted
from ui.widgets.guard import pressed

KEY = "pasted_link"


def show(player: Player) -> None:
    """Show the box, and the button that opens what is in it."""
    text = st.text_input(
        "Open a link",
        key=KEY,
        placeholder="Paste it here: also one of TensorFlow Playground",
        autocomplete="off",
    )
    if not text or not text.strip():
        return
    found = pasted.read(text)
    if found is None:
        st.error(pasted.ACCEPTED)
        return
    kind, page, query = found.kind, session.current().page, urlencode(found.query)
    if kind == page.kind:
        tidied = tidy.read(found.query, page)
        if found.query and not tidied.query.keys() & tidy.fields_of(page).keys():
            st.error(pasted.ACCEPTED)
            return
        for sentence in tidied.sentences:
            st.caption(notices.plain(sentence))
        st.button("Open it here", key="open_link", on_click=pressed, args=(_open, player, found), type="primary")
    elif kind:
        st.link_button(f"Open it on the page {links.PAGE_TITLES[kind]}", f"{links.PATHS[kind]}?{query}")
    else:
        st.link_button("Open it on its page", f"./{found.page}?{query}")


def _open(player: Player, found: Pasted) -> None:
    """Open a link on the present page, unless the Task locks something."""
    if locks.may_open_another():
        tidied = tidy.read(found.query, session.current().page)
        notices.add(*tidied.sentences)
        address_bar.follow(tidied.query)  # as it is meant, so that there is one step to go back
        st.session_state[KEY] = ""
        player.reveal += 1
