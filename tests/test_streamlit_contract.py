"""What the app relies on in Streamlit beyond its documented functions: selectors, attributes, private names.

A new version of Streamlit may rename any of them without notice. Then one of these tests says which one went, and what
it was used for.
"""

import inspect
import re
import tomllib
from functools import cache
from importlib import import_module
from operator import attrgetter
from pathlib import Path

import pytest
import streamlit

ROOT = Path(__file__).parent.parent
SOURCES = [
    *(path for room in ("ui", "pictures", "course") for path in (ROOT / room).rglob("*.css")),
    *(path for room in ("pictures", "course") for path in (ROOT / room).rglob("*.js")),
    *(ROOT / "benchmarks").rglob("*.py"),
    *(ROOT / "tests" / "browser").rglob("*.py"),
]

# Names in Streamlit's pages, and what they are used for.
TEST_IDS = {
    "stApp": "the root of a page, whose attributes say whether the script runs and the server is connected",
    "stButtonGroup": "rows of buttons that choose data, parts and panels",
    "stCaptionContainer": "captions, in a colour of enough contrast",
    "stColumn": "the two halves of the Share dialog, which change places on a phone",
    "stDialog": "while a dialog is open, keys do not press the page's buttons",
    "stElementContainer": "what holds one element, to place titles and style sheets out of the flow",
    "stExpander": "the part of the Share dialog that sets a task; without it the dialog is narrower",
    "stExpanderDetails": "what an opened part of the Share dialog contains",
    "stHeader": "the bar at the top, which is made lower",
    "stLayoutWrapper": "what holds a container, to lay out the rows above the picture",
    "stMain": "the part of a page that scrolls",
    "stMainBlockContainer": "the page's margins",
    "stMarkdown": "text",
    "stText": "a task's text",
    "stSkeleton": "a place whose controls have not come yet",
    "stTooltipContent": "the words of a tooltip, which get a border where colours are forced",
    "stTextInput": "the box for initials, which is made lower",
    "stTooltipIcon": "the question mark beside a label, which must be large enough to press",
    "stVerticalBlock": "a column of elements",
    "stWidgetLabel": "a widget's label",
    # Only the browser tests and the benchmarks look for these.
    "stCode": "links and programs",
    "stException": "an error's red box, which must never be there",
    "stImage": "pictures of the gallery",
    "stMetric": "numbers of the summary",
    "stPlotlyChart": "charts",
    "stSidebarNavItems": "the list of pages on a phone",
    "stSlider": "sliders",
    "stToast": "notices",
}
ATTRIBUTES = {
    "data-test-script-state": "whether the script runs: a picture sends nothing meanwhile",
    "data-test-connection-state": "whether the page is connected: a picture has the page run again",
    "data-rac": "widgets that show the focus ring",
    "data-focus-visible": "widgets that show the focus ring",
    "data-selected": "the chosen button of a row",
    "data-stale": "elements of the last run, whose buttons the keys must not press",
}
VARIABLES = {
    "--st-background-color": "the theme, for what the pictures draw",
    "--st-border-color": "the theme",
    "--st-font": "the theme",
    "--st-link-color": "the theme, for links in the pictures",
    "--st-primary-color": "the theme",
    "--st-secondary-background-color": "the theme",
    "--st-text-color": "the theme, for what the pictures draw",
}
# Private names in Python, as module, then attributes.
PRIVATE = {
    (
        "streamlit.web.server.starlette.starlette_websocket",
        "is_host_allowed",
    ): "the line accepts the same hosts as Streamlit's own WebSocket",
    ("streamlit.net_util", "get_external_ip"): "what would ask a host outside is replaced (ui/server/gate.py)",
    (
        "streamlit.runtime.memory_uploaded_file_manager",
        "MemoryUploadedFileManager.remove_file",
    ): "the oldest uploads of a session are removed",
    (
        "streamlit.runtime.state.session_state",
        "WStates.set_widget_metadata",
    ): "the callbacks of a page that was left are forgotten (ui/server/callbacks.py)",
    (
        "streamlit.components.v2.manifest_scanner",
        "scan_component_manifests",
    ): "the tests of pages look for components only once",
}


@cache
def frontend() -> str:
    """Return all scripts of Streamlit's pages."""
    folder = Path(streamlit.__file__).parent / "static"
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in folder.rglob("*.js"))


def used(pattern: str) -> set[str]:
    """Return all that matches in our style sheets and scripts."""
    return {match for path in SOURCES for match in re.findall(pattern, path.read_text(encoding="utf-8"))}


def test_every_selector_that_is_used_is_listed():
    assert used(r"(?:\.|data-testid=\\?\"?|get_by_test_id\(\")(st[A-Z]\w+)") <= set(TEST_IDS)
    assert used(r"--st-[a-z-]+") <= set(VARIABLES)
    assert used(r"data-(?:test-[a-z]+-state|rac|focus-visible|selected|stale)") <= set(ATTRIBUTES)


@pytest.mark.parametrize(("name", "use"), TEST_IDS.items())
def test_a_selector_is_still_there(name, use):
    assert f'"{name}"' in frontend() or f"`{name}`" in frontend(), f"Streamlit has no {name} any more, used for: {use}"


@pytest.mark.parametrize(("name", "use"), ATTRIBUTES.items())
def test_an_attribute_is_still_there(name, use):
    assert name in frontend(), f"Streamlit's pages have no attribute {name} any more, used for: {use}"


@pytest.mark.parametrize(("name", "use"), VARIABLES.items())
def test_a_variable_of_the_theme_is_still_there(name, use):
    camel = re.sub("-(.)", lambda match: match[1].upper(), name.removeprefix("--st-"))
    there = "--st-" in frontend() and re.search(rf"\b{camel}\b", frontend())
    assert there, f"Streamlit's theme has no {name} any more, used for: {use}"


@pytest.mark.parametrize(("where", "use"), PRIVATE.items())
def test_a_private_name_is_still_there(where, use):
    module, name = where
    assert attrgetter(name)(import_module(module)), f"Streamlit has no {module}.{name} any more, {use}"


def test_the_address_of_the_server_is_that_of_streamlit_s_own_script():
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<script[^>]* src="\./static/js/', page), "the line finds the server by this script's address"


def test_an_app_has_a_lifespan_and_routes():
    parameters = inspect.signature(streamlit.App).parameters
    assert {"script_path", "lifespan", "middleware", "routes"} <= set(parameters), (
        "st.App takes no such things any more"
    )


def test_every_setting_of_the_server_is_known():
    known = streamlit.config.get_config_options(force_reparse=False)
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    names = {f"{group}.{name}" for group in ("runner", "server", "client", "browser") for name in settings[group]}
    assert names <= set(known)


def test_messages_are_as_small_as_the_settings_say():
    source = inspect.getsource(import_module("streamlit.web.server.starlette.starlette_websocket"))
    assert "len(data) > max_client_msg_size" in source
    options = inspect.getsource(import_module("streamlit.web.server.starlette.starlette_server"))
    assert "ws_max_size = get_max_message_size_bytes()" in options


def test_uploads_are_kept_by_session_and_file():
    storage = import_module("streamlit.runtime.memory_uploaded_file_manager").MemoryUploadedFileManager("/upload")
    assert storage.file_storage == {}
    assert inspect.isdatadescriptor(streamlit.runtime.Runtime.uploaded_file_mgr)


def test_the_server_names_only_messages_that_the_browsers_question_lists():
    """ui/server/sent.py takes out those that the browser may have dropped meanwhile."""
    context = import_module("streamlit.runtime.scriptrunner_utils.script_run_context").ScriptRunContext
    assert "msg.hash in self.cached_message_hashes" in inspect.getsource(context.enqueue)
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["global"]["maxCachedMessageAge"] > import_module("ui.server.sent").MARGIN
