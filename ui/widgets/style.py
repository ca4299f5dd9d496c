"""The few rules of style that the theme cannot express."""

from pathlib import Path

import streamlit as st

from pictures.catalogue import PICTURES
from ui.widgets import live, thumbnails

SELECTORS = {
    "LIVE_PICTURE": f":is({', '.join(f'.st-key-{key}' for key in live.KEYS.values())})",
    "LIVE_CODE": f":is({', '.join(f'.st-key-{name}_code' for name in PICTURES)})",
}


def _sheet(name: str) -> str:
    """Return a style sheet of this folder, with the selectors of the live pictures."""
    css = (Path(__file__).parent / name).read_text(encoding="utf-8")
    for word, selector in SELECTORS.items():
        css = css.replace(word, selector)
    return css


CSS, PROJECTOR, EMBEDDED = _sheet("style.css"), _sheet("projector.css"), _sheet("embedded.css")
DATA_BUTTON = ".st-key-data button"


# For a projector, a bar with nothing but the button that unfolds the others stands at the end of the row of lessons.
_ALONE = '[data-testid="stLayoutWrapper"]:has(> .st-key-bar):not(:has(.st-key-transport))'
BAR_OF_ONE = f"@media (min-width: 901px) {{ {_ALONE} {{ width: fit-content; margin: -2.6rem 0 0 auto; }} }}"


def apply(kind: str) -> None:
    """Apply the style; call it once, first on a page. kind is that of its experiments."""
    embedded = EMBEDDED if st.context.is_embedded else ""
    st.html(f"<style>{CSS}{thumbnails.css(DATA_BUTTON, kind)}{embedded}</style>")


def fold(all_but_play: bool) -> None:
    """Hide the controls that are one press away: those in `rest`, or, for a projector, all but Play, Step and Reset.

    They stay on the page, so that nothing that they say gets lost.
    """
    keys = ["rest"] + ["settings", "data_row", "choice", "about", "own_text"] * all_but_play
    hidden = ", ".join(f".st-key-{key}" for key in keys)
    wrapper = f'[data-testid="stLayoutWrapper"]:has(> :is({hidden}))'
    bar = ".st-key-bar { min-height: 0; }" + BAR_OF_ONE if all_but_play else ""
    st.html(f"<style>{wrapper} {{ display: none !important; }}{bar}</style>")


def enlarge() -> None:
    """Make type larger and lines thicker, for a projector."""
    st.html(f"<style>{PROJECTOR}</style>")
