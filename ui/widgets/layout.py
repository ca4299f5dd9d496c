"""The order of things on a page with a live picture: how its script begins, where the picture goes, how it ends.

The picture is sent before the controls that stand above it: it is what a visitor has come for.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.players import showing
from ui.players.player import Player
from ui.visit import address_bar, links, locks, notices, session
from ui.visit.page import Page
from ui.visit.view import Arrival
from ui.widgets import data_settings, live, settings, style


def begin(page: Page) -> Arrival:
    """Apply the style and read the address; return what it asks for once."""
    style.apply(page.kind)
    return address_bar.read(page)


def places() -> tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator]:
    """Return containers for what stands above the live picture, for the picture, and for what stands below it."""
    return st.container(key="above"), st.container(key="picture"), st.container(key="below")


def begin_training(page: Page) -> Player:
    """Begin a run of a page on which one network trains: return its Player, as the address wants it."""
    arrival = begin(page)
    locks.end_if_left()
    player = showing.current()
    if arrival.weights and (theta := links.weights_of(arrival.weights)) is not None:
        player.begin_with(theta)
    if arrival.at_step or arrival.play:
        player.train_to(arrival.at_step, arrival.play)
        session.current().needs_page_run = False  # this run of the page shows it
    return player


@contextmanager
def picture_first(name: str, place: DeltaGenerator) -> Iterator[None]:
    """Show a live picture in its place, and have a browser that opens the page draw it before the controls come."""
    live.send_code(name)
    with place:
        yield
    session.current().channel.wait_for_line(name)


def finish() -> None:
    """Show notices that the page has given while it ran, and write the address."""
    notices.show()
    address_bar.write()


def data_row(suited: data_settings.Suited = data_settings.as_they_are) -> None:
    """Show the choice of data, and the button that draws other data; suited is that of data_picker."""
    with st.container(horizontal=True, vertical_alignment="center", key="data_row"):
        data_settings.data_picker(suited)
        settings.die("data_seed", "Other data")


def data_options(*more: Callable[[], None], batch_size: bool = True) -> None:
    """Show what points can vary, and more widgets beside them."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="data_settings"):
        data_settings.data_options()
        for show in more:
            show()
        if batch_size:
            settings.slider("batch_size", 1, high=100)
