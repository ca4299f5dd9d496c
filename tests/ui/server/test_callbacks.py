"""What a click does that was made on a page which the visitor has left meanwhile."""

import pytest
from streamlit.testing.v1 import AppTest


def page():
    import streamlit as st
    from streamlit.proto.WidgetStates_pb2 import WidgetStates
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from ui.server import callbacks

    if "click" not in st.session_state:
        st.button("Press", key="press", on_click=lambda: st.session_state.update(was_pressed=True))
        st.stop()
    # The next page: its script has begun, and is interrupted by a click before it is over.
    if st.session_state["forgets"]:
        callbacks.forget()
    click = WidgetStates.FromString(st.session_state["click"])
    get_script_run_ctx().session_state.on_script_will_rerun(click)


@pytest.mark.parametrize("forgets", [False, True])
def test_a_widget_of_a_page_that_was_left_does_nothing_any_more(forgets):
    run = AppTest.from_function(page).run()
    click = run.button(key="press").click()
    run.session_state["click"] = run._tree.get_widget_states().SerializeToString()
    click.set_value(False)
    run.session_state["forgets"] = forgets
    run.run()
    assert not run.exception
    assert ("was_pressed" in run.session_state) is not forgets
