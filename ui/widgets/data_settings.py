"""Widgets for the data: which data set, what can be varied of it, how it is augmented, and what is fed in."""

from collections.abc import Callable, Collection
from typing import Any

import streamlit as st

from engine.data.datasets import BOUNDARIES, DATASETS, FUNCTION, OWN
from engine.data.images.datasets import IMAGES
from engine.data.sequences import datasets as sequences
from engine.data.sequences import own as own_text
from engine.data.sequences.datasets import SEQUENCES
from engine.experiments.experiment import FIELDS
from engine.numerals import grouped
from ui.visit import changes, locks, notices, session
from ui.widgets.guard import changed, prepare
from ui.widgets.labels import LABELS, help_of, label_of, registry_of
from ui.widgets.settings import field_of, options, select, slider


def _store(name: str) -> None:
    changes.update(**{name: st.session_state[name]})


Suited = Callable[[Any, str], dict[str, Any]]


def as_they_are(_: Any, data: str) -> dict[str, Any]:
    """Return what to change for other data, where all other settings suit them."""
    return {"data": data}


def data_picker(suited: Suited = as_they_are) -> None:
    """Show the data sets as a row of buttons; suited(experiment, data) is what to change for other data."""
    if locks.is_hidden("data"):
        return
    prepare("data", session.current().experiment.data)
    st.segmented_control(
        LABELS["data"],
        field_of("data").options,
        key="data",
        format_func=label_of("data"),
        on_change=changed,
        args=("data", _store_data, suited),
        disabled=locks.is_locked("data"),
        required=True,
        label_visibility="collapsed",
    )


def _store_data(suited: Suited) -> None:
    if data := st.session_state["data"]:
        changes.update(**suited(session.current().experiment, data))


def augmentation_picker() -> None:
    """Show the augmentations as buttons to switch on and off, and the options of those that are on."""
    if locks.is_hidden("augmentation"):
        return
    chosen, registry = session.current().experiment.augmentation, registry_of("augmentation")
    prepare("augmentation", list(chosen))
    reasons = [f"**{registry[name].label}** claims: {registry[name].reason}" for name in chosen]
    st.pills(
        LABELS["augmentation"],
        field_of("augmentation").options,
        key="augmentation",
        format_func=label_of("augmentation"),
        selection_mode="multi",
        help="\n\n".join([help_of("augmentation") or "", *reasons]),
        on_change=changed,
        args=("augmentation", _store_augmentation),
        disabled=locks.is_locked("augmentation"),
    )
    options("augmentation")


def _store_augmentation() -> None:
    chosen = st.session_state["augmentation"]
    changes.update(augmentation=tuple(name for name in field_of("augmentation").options if name in chosen))


def feature_picker() -> None:
    """Show the inputs as buttons to switch on and off."""
    if locks.is_hidden("features"):
        return
    prepare("features", list(session.current().experiment.features))
    st.pills(
        LABELS["features"],
        FIELDS["features"].options,
        key="features",
        format_func=label_of("features"),
        selection_mode="multi",
        on_change=changed,
        args=("features", _store_features),
        disabled=locks.is_locked("features"),
    )


def _store_features() -> None:
    changes.set_features(st.session_state["features"])


def data_options() -> None:
    """Show what this kind of data can vary: the number of classes, the boundary, the noise."""
    if locks.is_hidden("data"):
        return
    experiment = session.current().experiment
    if len(DATASETS[experiment.data].classes) > 1:
        prepare("classes", experiment.class_count)
        st.selectbox(
            "Classes",
            sorted(DATASETS[experiment.data].classes),
            key="classes",
            on_change=changed,
            args=("classes", _store, "classes"),
            disabled=locks.is_locked("data"),
        )
    if experiment.data == FUNCTION:
        prepare("boundary", experiment.boundary)
        st.selectbox(
            "Boundary",
            list(BOUNDARIES),
            key="boundary",
            format_func=lambda name: BOUNDARIES[name].label,
            help=f"Blue above ${BOUNDARIES[experiment.boundary].formula}$, orange below.",
            on_change=changed,
            args=("boundary", _store, "boundary"),
            disabled=locks.is_locked("data"),
        )
    if experiment.data != OWN:
        slider("noise", 1, " %%")


def image_options() -> None:
    """Show what images can vary: their side, how far they are moved, noise, their number, and the batch size."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="data_settings"):
        _image_options()


def _image_options() -> None:
    experiment = session.current().experiment
    data = IMAGES[experiment.data]
    if data.draw and not locks.is_hidden("data"):
        select("train_side")
    if not data.draw:
        slider("shift", 1, " px")
    slider("noise", 1, " %%")
    if data.classes:
        slider("images", 1)
    slider("train_share", 5, " %%")
    slider("batch_size", 1, high=100)


def sequence_options(without: Collection[str] = ()) -> None:
    """Show what sequences can vary: the text, their length, the delay, their number, and the batch size.

    `without` has the names of fields that the page sets itself.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", key="data_settings"):
        _sequence_options(without)


def _sequence_options(without: Collection[str]) -> None:
    experiment = session.current().experiment
    data = SEQUENCES[experiment.data]
    if experiment.data == sequences.TEXT and not locks.is_hidden("data"):
        select("text")
    if "length" not in without and not sequences.is_list(experiment.data, experiment.text, experiment.own):
        slider("length", 1)
    if experiment.data == "echo":
        slider("delay", 1, high=experiment.length - 1)
    if data.make:
        slider("examples", 20)
    slider("batch_size", 1, high=100)


def own_text_area() -> None:
    """Show the visitor's own text to write or paste, and what is kept of it; a text that cannot be used stays there."""
    if locks.is_hidden("data"):
        return
    kept, typed = session.current().experiment.own, st.session_state.get("own")
    if typed is None or own_text.read(typed).text not in ("", kept):
        prepare("own", kept)
    st.text_area(
        LABELS["own"],
        key="own",
        height=120,
        help=help_of("own"),
        placeholder="Paste a list of names, a poem, a page of a book …",
        on_change=changed,
        args=("own", _store_text),
        disabled=locks.is_locked("data"),
    )
    in_use = "Nothing to learn from yet."
    if kept:
        kinds = f"{grouped(len(kept))} characters, {len(set(kept))} different"
        what = "a list, a line is a sequence" if sequences.is_list(sequences.OWN, "", kept) else "prose"
        in_use = f"In use: {kinds}; {what}."
    st.caption(notices.plain(" ".join([*own_text.read(st.session_state["own"] or "").sentences, in_use])))


def _store_text() -> None:
    kept = own_text.read(st.session_state["own"]).text
    if kept or not st.session_state["own"]:
        changes.update(own=kept)
    else:
        session.request_page_run()  # to say why nothing of it can be used
