"""The order of things on a page with a live picture: how its script begins, where the picture goes, how it ends."""

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.visit import address_bar, notices
from ui.visit.page import Page
from ui.visit.view import Arrival
from ui.widgets import bars, data_settings, live, settings, style


def begin(page: Page, title: str) -> Arrival:
    """Apply the style, read the address and show the title; return what the address asks for once."""
    style.apply()
    arrival = address_bar.read(page)
    bars.head(title)
    return arrival


def picture_container() -> DeltaGenerator:
    """Show notices, and return a container for the live picture, which is to be filled last."""
    notices.show()
    return st.container()


def finish(*pictures: str) -> None:
    """Send the drawing code of these pictures and write the address.

    Mount the pictures after this: a request for the next Frame that comes at once then finds a page that is complete.
    """
    for name in pictures:
        live.send_code(name)
    address_bar.write()


def data_row(*more: Callable[[], None], batch_size: bool = True) -> None:
    """Show the choice of data with its options, and more widgets beside them."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="data_row"):
        data_settings.data_picker()
        with st.container(horizontal=True, vertical_alignment="bottom", key="data_settings"):
            data_settings.data_options()
            for show in more:
                show()
            if batch_size:
                settings.slider("batch_size", 1, high=100)
