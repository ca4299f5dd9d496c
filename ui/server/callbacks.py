"""Forgets what the widgets of a page do once the visitor has left it.

A click just before another page comes reaches the server after its script has begun. Streamlit still knows the widgets
of the page before, and would do what they say to the settings of the new one.
"""

from streamlit.runtime.scriptrunner import get_script_run_ctx


def forget() -> None:
    """Forget the callbacks of all widgets; call it in a run of a page, before it has widgets of its own."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None:
        # A widget without them is passed over, as after a reconnection.
        context.session_state._state._new_widget_state.widget_metadata.clear()
