"""Settings for the tests that open pages without a browser."""

from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner

from ui.server import pacing


@pytest.fixture(scope="session", autouse=True)
def _one_scan():
    """Look for installed components once: AppTest would go through all packages at each page that it opens."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True)
def _nobody_plays():
    """The sessions of the tests before would take their shares."""
    pacing._playing.clear()
