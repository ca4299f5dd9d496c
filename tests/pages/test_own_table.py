"""A table of one's own through the page's own door: uploaded or pasted, looked at, changed and used."""

import io

import openpyxl
import pytest

from engine.data import own_points
from tests.pages.opening import change, header, open_page, step, visit
from tests.ui.tables.making import ROWS, text
from tests.ui.tables.test_guessing import columns, noise, slope, wave
from ui.playground import points

MANY = columns("len,wid,animal", wave, slope, lambda k: "abcdefgh"[k % 8])


def opened(raw, name="table.csv", **query):
    """Open the dialog on the Playground with a file in it."""
    return upload(run(open_page(**query)), raw, name)


def upload(page, raw, name):
    """Put a file into the open dialog."""
    page.file_uploader(key="csv_file").set_value((name, raw if isinstance(raw, bytes) else raw.encode(), ""))
    return run(page)


def run(page):
    """Run the page with its dialog open: a browser runs the dialog alone, which AppTest does not."""
    page.button(key="upload").click().run()
    assert not page.exception
    return page


def labelled(elements, label):
    """The one element with this label."""
    (found,) = [each for each in elements if each.label == label]
    return found


def said(page):
    """All that the dialog says."""
    return " ".join(each.value for each in [*page.success, *page.warning, *page.error, *page.caption]).replace("\\", "")


def use(page):
    """Use the table, and return the experiment."""
    page.button(key="use_table").click()
    return visit(run(page)).experiment


def workbook():
    made = openpyxl.Workbook()
    for row in [["Our pets"], ["x", "y", "label"], *ROWS]:
        made.active.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


TWO = "12 points: cat → orange (6), dog → blue (6)."
RED = [(x, y, {"cat": "red", "dog": "blue"}[name]) for x, y, name in ROWS]
SIGNED = [(x, y, {"cat": "+1", "dog": "-1"}[name]) for x, y, name in ROWS]
# Files as they come, and what the dialog has to say of each.
FILES = {
    "tabs, decimal comma": (text("\t", ","), [TWO, "separated by tabs, decimal comma"]),
    "spaces, decimal comma, no names": (text("  ", ",", ""), [TWO, "spaces, decimal comma, no row with names"]),
    "UTF-16": (text("\t").encode("utf-16"), [TWO, "UTF-16"]),
    "Shift-JIS": (text().replace("cat", "猫").encode("shift_jis"), ["猫 → blue (6)", "Japanese (Shift-JIS)"]),
    "GBK": (text().replace("cat", "狗").encode("gbk"), ["狗 → blue (6)", "Chinese (GBK)"]),
    "Windows-1251": (text().replace("cat", "кот").encode("cp1251"), ["кот → blue (6)", "Cyrillic (Windows-1251)"]),
    "numbered rows": (",x,y,label\n" + "".join(f"{k},{x},{y},{n}\n" for k, (x, y, n) in enumerate(ROWS)), [TWO]),
    "more columns": (
        "x1,x2,label,pred\n" + "".join(f"{x},{y},{n},{k % 3}\n" for k, (x, y, n) in enumerate(ROWS)),
        [TWO],
    ),
    "label first": ("species,x,y\n" + "".join(f"{n},{x},{y}\n" for x, y, n in ROWS), [TWO]),
    "plus and minus one": (text(rows=SIGNED), ["-1 → orange (6), +1 → blue (6)"]),
    "names of colours": (text(", ", quote='"', rows=RED), ["red → orange (6), blue → blue (6)"]),
    "bars and a ruled line": (text(" | ").replace("\n", "\n--|--|--\n", 1), [TWO, "lines that only rule off: 1 row"]),
    "narrow": ("".join(f"{5 + x / 50},{3 + y / 50:.3f},{n}\n" for x, y, n in ROWS), [TWO, "x from 4.905 to 5.0825"]),
    "huge": (
        "".join(f"{1e7 * (x + 9):.0f},{y},{n}\n" for x, y, n in ROWS),
        [TWO, "x from 42\u202f500\u202f000 to 131\u202f250\u202f000"],
    ),
    "missing": (
        text(rows=[*ROWS, (1, 1, "NA"), (2, 2, "?")]),
        [TWO, "no label in “label”: 2 rows, the first in line 14"],
    ),
    "one class": ("1,2,only\n2,1,only\n0,0,only\n", ["3 points: only → orange (3)", "one class only"]),
    "all the same": ("1,1,a\n" * 20 + "-1,-1,b\n" * 20, ["40 points: a → orange (20), b → blue (20)"]),
    "a byte order mark, ; and quotes": (text(";", ",", quote='"', end="\r\n").encode("utf-8-sig"), [TWO]),
    "exponents": (
        "".join(f"{x:.18e},{y:.18e},{float(n == 'dog'):.18e}\n" for x, y, n in ROWS),
        ["0 → orange (6), 1 → blue"],
    ),
    "fixed width": (
        "".join(f"{x:12.6f}{y:12.6f}{n == 'dog':12.6f}\n" for x, y, n in ROWS),
        ["0 → orange (6), 1 → blue"],
    ),
    "sep=": ("sep=;\r\n" + text(";", ",", end="\r\n"), [TWO]),
    "thousands": (
        "income;age;buys\n" + "".join(f"{33 + k},677;{18 + k % 5};{k % 2}\n" for k in range(12)),
        [
            "12 points: 0 → orange (6)",
            "“33,677” in “income” is read as 33\u202f677",
            "x from 33\u202f677 to 44\u202f677",
        ],
    ),
    "line ends of old Macs": (text(end="\r"), [TWO]),
    "values": (columns("x,y,label", wave, slope, noise), ["40 points, with values"]),
    "hours and a mark": (
        columns("hours,passed", slope, lambda k: k % 2),
        ["40 points: 0 → orange (20), 1 → blue (20)"],
    ),
    "too many": (
        columns("x,y,label", wave, slope, lambda k: "ab"[k % 3 == 0], count=6000),
        ["5\u202f000 points: a → orange (3\u202f333), b → blue (1\u202f667)", "Of 6\u202f000 rows 5\u202f000 are used"],
    ),
    "spellings": ("1,2,Red\n2,3,red\n0,1,1\n1,1,1.0\n", ["are one class"]),
    "an Excel file": (workbook(), [TWO, "lines above the table: 1 row"]),
    "a broken Excel file": (b"PK\x03\x04dummy", ["damaged"]),
}


def test_files_as_they_come():
    page = run(open_page())
    for name, (raw, phrases) in FILES.items():
        upload(page, raw, name)
        for phrase in phrases:
            assert phrase in said(page), f"{name}: {said(page)}"


def test_a_table_is_used_with_its_names():
    page = opened(text(";", ",", end="\r\n").encode("utf-8-sig"), "pets.csv")
    assert "All points train, because there are fewer than 20" in said(page)
    assert list(page.dataframe[0].value.columns) == ["x", "y", "label"]
    experiment = use(page)
    assert (experiment.data, experiment.train_share, experiment.names) == ("own", 100, "~~~cat~dog")
    assert own_points.count(experiment.drawn) == 12
    assert header(page)["names"][:2] == ["cat", "dog"]


def test_four_rows_of_exclusive_or_train_and_the_summary_names_their_classes():
    page = opened("a,b,out\n0,0,no\n0,1,yes\n1,0,yes\n1,1,no\n")
    use(page)
    step(page)
    change(page, "segmented_control", "panel", "Summary")
    shown = header(page)
    assert shown["train"] == 4
    assert shown["axes"][0] == ["a", 0.5, 0.1]
    matrix = [each.value for each in page.markdown if "Confusion matrix" in each.value]
    assert "of the training points" in matrix[0]
    assert "taken for yes" in matrix[0]


def test_what_is_guessed_can_be_changed():
    page = opened("1,5;2,5;a\n2,5;3,5;b\n" * 12)
    assert "decimal comma" in said(page)
    labelled(page.selectbox, "Numbers have a").set_value(".")
    run(page)
    assert "needs at least two columns" in said(page)
    labelled(page.selectbox, "Numbers have a").set_value("")
    run(page)
    labelled(page.selectbox, "x").set_value(1)
    run(page)
    labelled(page.selectbox, "y").set_value(0)
    run(page)
    assert own_points.count(use(page).drawn) == 24


def test_of_many_classes_some_are_chosen_or_the_rest_is_grouped():
    page = opened(MANY)
    assert "a class that is not chosen: 15 rows" in said(page)
    page.multiselect[0].set_value(["a", "c"])
    run(page)
    assert "a → orange (5), c → blue (5)" in said(page)
    page.toggle[0].set_value(True)
    run(page)
    assert "other → " in said(page)
    assert "left out" not in said(page)
    assert use(page).names == "len~wid~animal~a~b~c~d~other"


def test_a_label_of_many_numbers_is_a_regression_unless_one_wants_classes():
    page = opened(columns("age,rooms,price", wave, slope, noise))
    assert "40 points, with values." in said(page)
    assert use(page).class_count == 0
    page = opened(columns("x,y,digit", wave, slope, lambda k: k % 8))
    assert "a class that is not chosen" in said(page)
    kind = next(each for each in page.segmented_control if "digit" in each.label)
    kind.set_value("values")
    run(page)
    experiment = use(page)
    assert experiment.class_count == 0
    assert own_points.count(experiment.drawn) == 40
    assert header(page)["axes"][2][0] == "digit"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"PK\x03\x04 cut off", "damaged"),
        (b"<html>", "web page"),
        (b"a,b\nc,d\n", "at least two columns"),
        (b" ", "empty"),
    ],
)
def test_what_is_no_table_gets_a_sentence_and_changes_nothing(raw, says):
    page = opened(raw)
    assert says in said(page)
    assert visit(page).experiment.data == "circle"


def test_a_pasted_table_is_counted_row_by_row_and_comes_back_from_its_download():
    page = run(open_page())
    rows = text() + "north,1,dog\n" + text(header="")
    page.text_area(key="csv_text").set_value(rows)
    run(page)
    assert "such as “north”: 1 row, the first in line 14" in said(page)
    experiment = use(page)
    assert (own_points.count(experiment.drawn), experiment.train_share) == (24, 50)
    raw = points.to_csv(visit(page).player)
    run(page)
    page.file_uploader(key="csv_file").set_value(("points.csv", raw, "text/csv"))
    run(page)
    assert use(page) == experiment
