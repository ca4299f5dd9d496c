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
    page = run(open_page(**query))
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


@pytest.mark.parametrize(
    ("raw", "name", "how"),
    [
        (text(";", ",", end="\r\n").encode("utf-8-sig"), "pets.csv", "separated by semicolons, decimal comma"),
        (text("\t").encode("utf-16"), "pets.txt", "UTF-16, separated by tabs"),
        (text(end="\r").encode(), "pets.data", "separated by commas"),
        (workbook(), "pets.xlsx", "an Excel file"),
    ],
)
def test_a_table_is_looked_at_and_used(raw, name, how):
    page = opened(raw, name)
    assert how in said(page)
    assert "12 points: cat → orange (6), dog → blue (6)." in said(page)
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
