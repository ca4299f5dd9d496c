"""Shows a chapter: its screens, its question, its figure, what to try, the checks, and at its end where to read on."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from course import glossary, keeping, marking, predicting, references
from course.chapters.parts import Chapter, Formula, Pick, Screen, Slider
from pictures.sketch import scene
from pictures.sketch.scene import Scene
from ui.server.account import run_of
from ui.visit import session
from ui.widgets import bars, layout, live, own
from ui.widgets.guard import changed, prepare, pressed


def _open(screen: int) -> None:
    session.update_own(screen=screen)


def _formula(formula: Formula) -> None:
    st.latex(formula.latex)
    if formula.symbols:
        st.caption(" · ".join(f"${symbol}$ {meaning}" for symbol, meaning in formula.symbols.items()))


def _controls(screen: Screen) -> None:
    sliders = [control for control in screen.controls if isinstance(control, Slider)]
    columns = dict(zip((slider.name for slider in sliders), st.columns(max(len(sliders), 2)), strict=False))
    for control in screen.controls:
        with columns.get(control.name, st.container()):
            _control(control)


def _control(control: Slider | Pick) -> None:
    if isinstance(control, Slider):
        field, value = session.own_field(control.name), getattr(session.own(), control.name)
        kind = int if field.whole else float
        places = max(2, len(f"{control.step:g}".partition(".")[2]))  # a step of 0.001 is seen to be one
        prepare(control.name, kind(value))
        st.slider(
            control.label,
            kind(field.low),
            kind(field.high),
            key=control.name,
            step=kind(control.step),
            format="%d" if field.whole else f"%.{places}f",
            help=control.help,
            on_change=changed,
            args=(control.name, own.store, control.name),
        )
    else:
        st.markdown(f"**{control.label}**")
        own.buttons(control.name, control.label, control.options)


def _tries(screen: Screen) -> None:
    if not screen.tries:
        return
    with st.container(horizontal=True, gap="small", key="tries"):
        for i, attempt in enumerate(screen.tries):
            if attempt.opens:
                st.link_button(attempt.label, f"./{attempt.opens}", icon=":material/open_in_new:")
            else:
                st.button(
                    attempt.label,
                    key=f"try_{i}",
                    on_click=pressed,
                    args=(session.update_own,),
                    kwargs=dict(attempt.changes),
                )


def _figure(screen: Screen, figure: Callable[[Any], Scene], waits: bool) -> None:
    """Draw the Scene of a screen; while a handle is dragged, only this runs. One that waits has no handles."""

    def act(action: dict[str, Any]) -> None:
        value = action.get("value")
        if action["kind"] == "drop":
            session.request_page_run()
        elif action["kind"] == "drag" and isinstance(value, list) and len(value) == 3 and screen.drag:
            name, x, y = value
            if isinstance(name, str) and all(type(v) in (int, float) and abs(v) < 1e9 for v in (x, y)):
                _take_on(dict(screen.drag(session.own(), name, float(x), float(y))))

    visit = session.current()

    def draw() -> None:
        with run_of(visit.channel.account):
            if visit.needs_page_run:
                st.rerun()
            drawn = figure(session.own())
            if waits:
                drawn.hold()
            live.show("sketch", scene.pack(drawn), act)

    st.fragment(draw)()


def _take_on(changes: dict[str, Any]) -> None:
    """Take on what a drag has changed, without a run of the whole page."""
    fields = session.current().page.fields
    if all(fields[name].valid(value) for name, value in changes.items()):
        session.set_own(**changes)


def show(chapter: Chapter, chapters: Sequence[Chapter]) -> None:
    """Show a chapter; chapters are all of the path, in order."""
    layout.begin(chapter.page)
    settings = session.own()
    screen = chapter.screens[settings.screen - 1]
    bars.head(chapter.title)
    with st.container(horizontal=True, vertical_alignment="center", key="choice"):
        titles = {i + 1: f"{i + 1} · {each.title}" for i, each in enumerate(chapter.screens)}
        own.buttons("screen", "Screen", titles)
        keeping.show(chapters, chapter)
    with st.container(key="lesson"):
        words, picture, checks = (st.container(key=f"lesson_{part}") for part in ("words", "figure", "checks"))
    with words:
        st.caption(f"Chapter {chapter.number} · {chapter.title} · about {chapter.minutes} minutes")
        st.header(screen.title, anchor=False)
        st.markdown(glossary.linked(screen.text))
        predicting.show(chapter, screen)
        for formula in screen.formulas:
            _formula(formula)
    waits = predicting.is_waiting(chapter, screen)
    with picture:
        if screen.figure:
            with layout.picture_first("sketch", st.container()):
                _figure(screen, screen.figure, waits)
        with predicting.controls(chapter, screen):
            _controls(screen)
            _tries(screen)
        if screen.live and waits:
            st.caption("What the networks learn is shown once you have chosen an answer.")
        elif screen.live:
            screen.live(settings)
    with checks:
        for check in screen.checks:
            marking.show(chapter, check)
        if settings.screen == len(chapter.screens):
            references.show(chapter)
        _onward(chapter, chapters, settings.screen)
    layout.finish()


def _onward(chapter: Chapter, chapters: Sequence[Chapter], screen: int) -> None:
    """Show the way to the next screen, or to the next chapter."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="onward"):
        if screen > 1:
            st.button("Back", key="back", icon=":material/arrow_back:", on_click=pressed, args=(_open, screen - 1))
        if screen < len(chapter.screens):
            st.button("Next", key="next", type="primary", on_click=pressed, args=(_open, screen + 1))
        elif following := next((other for other in chapters if other.number > chapter.number), None):
            st.page_link(
                f"learn/{following.name}.py",
                label=f"Next chapter: {following.title}",
                icon=":material/arrow_forward:",
            )
