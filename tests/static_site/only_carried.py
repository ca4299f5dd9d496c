"""A program: draws all charts and opens what else imports something late, where only what the site carries is there.

It prints as JSON what came of it: the text of an error, or null.
"""

import importlib.machinery
import io
import json
import sys
import sysconfig
from importlib import metadata

from static_site import packages

INSTALLED = "/site-packages/"
STDLIB = sysconfig.get_path("stdlib") + "/"
OF_THE_TEST = ("streamlit/testing/", "numpy/f2py/", "unittest/")  # AppTest, and what it needs
NAMES = [*packages.PURE, *(each.file.split("-")[0] for each in packages.COMPILED)]
CARRIED = {str(each) for name in NAMES for each in metadata.files(name) or () if packages.is_wanted(str(each))}


class OnlyCarried(importlib.machinery.PathFinder):
    """Finds nothing that the site leaves out."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        """Raise ModuleNotFoundError for a module that is installed here, but not carried."""
        spec = super().find_spec(name, path, target)
        origin = (spec and spec.origin) or ""
        installed, standard = origin.partition(INSTALLED)[2], origin.removeprefix(STDLIB)
        inside = installed or (standard if standard != origin else "")
        is_there = installed in CARRIED if installed else packages.is_wanted_of_stdlib(standard)
        if inside and not is_there and not inside.startswith(OF_THE_TEST):
            raise ModuleNotFoundError(f"the site has no {name}", name=name)
        return None  # the next finder knows where it is


def workbook():
    """Return the bytes of an Excel file."""
    import openpyxl

    made = openpyxl.Workbook()
    for row in (["x", "y", "label"], [1, 1, "a"], [-1, 2, "b"]):
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def visit():
    """Return what came of each panel, each chart, the dialog to share, and a table of Excel."""
    from tests.pages.opening import open_page
    from ui.playground.analysis import CHARTS
    from ui.playground.panels import PANELS
    from ui.server import where

    where.IN_BROWSER = True

    def error(page):
        exceptions = page.run().exception
        return exceptions[0].message if exceptions else None

    found, page = {}, open_page(layers="3-2")
    for key, names in (("panel", PANELS), ("chart", CHARTS)):
        page.session_state["panel"] = "Analysis"
        for name in names:
            page.session_state[key] = name
            found[name] = error(page)
    found["Share"] = error(page.button(key="share").click())
    page = open_page()
    page.button(key="upload").click().run()
    page.file_uploader(key="csv_file").set_value(("table.xlsx", workbook(), ""))
    found["Excel"] = error(page.button(key="upload").click())
    found["Excel"] = found["Excel"] or (None if page.success else "no points were found")
    return found


if __name__ == "__main__":
    sys.meta_path.insert(0, OnlyCarried)
    print(json.dumps(visit()))
