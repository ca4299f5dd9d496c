"""Widgets for the data: which data set, what can be varied of it, how it is augmented, and what is fed in."""

import streamlit as st

from engine.data.datasets import BOUNDARIES, DATASETS, FUNCTION, OWN
from engine.data.images.datasets import IMAGES
from engine.experiments.experiment import FIELDS
from ui.visit import changes, locks, session
from ui.widgets.guard import changed, prepare
from ui.widgets.labels import LABELS, help_of, label_of, registry_of
from ui.widgets.settings import field_of, options, select, slider


def _store(name: str) -> None:
    changes.update(**{name: st.session_state[name]})


def data_picker() -> None:
    """Show the data sets as a row of buttons."""
    if locks.is_hidden("data"):
        return
    prepare("data", session.current().experiment.data)
    st.segmented_control(
        LABELS["data"],
        field_of("data").options,
        key="data",
        format_func=label_of("data"),
        on_change=changed,
        args=("data", _store_data),
        disabled=locks.is_locked("data"),
        required=True,
        label_visibility="collapsed",
    )


def _store_data() -> None:
    if st.session_state["data"]:
        _store("data")


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
