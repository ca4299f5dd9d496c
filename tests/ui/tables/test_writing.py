"""A download that is uploaded again is the same: points, classes, colours, names, scale, in both styles."""

import csv
import io
import time
import tracemalloc

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.data import own_axes, own_points
from engine.data.own_axes import Axis
from engine.experiments.experiment import Experiment, change
from engine.runs.run import start_run
from tests.ui.tables.making import text
from ui.tables import dataset, guessing, table, writing

NASTY = [
    "",
    "a",
    "Dog",
    "1",
    "2",
    "10",
    "1.0",
    "1,5",
    "NA",
    "orange",
    "Blue",
    "yes",
    "x",
    "y",
    "label",
    "#a",
    "@x",
    "-",
    "+",
]
names = st.lists(st.sampled_from(NASTY) | st.text(max_size=12), max_size=8).map(own_axes.write_names)
ends = st.tuples(
    st.sampled_from([0.0, -1.0, 4.963, 2.13e7, -33.3]) | st.floats(-1e6, 1e6),
    st.sampled_from([1.0, 0.175, 7.94e7]) | st.floats(1e-2, 1e6),
)


def read_again(raw):
    found = table.read(raw)
    return dataset.build(found, guessing.guess(found)).settings


@st.composite
def experiments(draw):
    """Own data with any points, classes or values, names and scale."""
    count, seed = draw(st.integers(1, 12)), draw(st.integers(0, 10**6))
    rng = np.random.default_rng(seed)
    points = rng.uniform(-6, 6, (2, count)) * draw(st.sampled_from([1, 1, 0.1]))
    are_values = draw(st.booleans())
    if are_values:
        drawn = own_points.encode_values(points, rng.uniform(-1.5, 1.5, count))
    else:
        classes = draw(st.lists(st.integers(0, 4), min_size=1, max_size=5))
        drawn = own_points.encode(points, rng.choice(classes, count))
    scale = ""
    if draw(st.booleans()):
        reach = (5.0, 5.0, 1.0)[: 2 + are_values]
        pairs = [draw(ends) for _ in reach]
        scale = own_axes.write_scale(
            *(Axis("", low, low + width, end) for (low, width), end in zip(pairs, reach, strict=True))
        )
    return change(Experiment(), data="own", drawn=drawn, own_scale=scale, names=draw(names))


@given(experiments(), st.sampled_from([writing.COMMA, writing.SEMICOLON]))
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_download_that_is_uploaded_is_the_same(experiment, style):
    raw = writing.write(experiment, *own_points.decode(experiment.drawn), style)
    assert read_again(raw) == {name: getattr(experiment, name) for name in ("drawn", "own_scale", "names")}


@pytest.mark.parametrize("data", ["circle", "spiral", "pinwheel", "gaussian", "moons", "plane", "multi_gaussian"])
def test_the_points_of_any_data_keep_their_colours_and_their_places(data):
    run = start_run(change(Experiment(points=60, noise=20), data=data))
    labels = run.train.labels
    settings_ = read_again(writing.write(run.experiment, run.train.points, labels))
    points, found = own_points.decode(settings_["drawn"])
    order = np.argsort(labels, kind="stable") if run.experiment.class_count else slice(None)
    np.testing.assert_allclose(points, run.train.points[:, order], atol=0.003)
    np.testing.assert_allclose(found, labels[order], atol=0.001)
    assert (settings_["own_scale"], settings_["names"]) == ("", "")


def test_a_file_that_says_all_by_itself_has_no_comment_and_the_numbers_of_the_file_it_came_from():
    raw = "pH;mm;Art\n5,002;3,025;Hund\n5,138;2,970;Käfer\n4,963;3,101;Hund\n5,071;3,146;Käfer\n"
    settings_ = read_again(raw.encode("cp1252"))
    experiment = change(Experiment(), data="own", **settings_)
    written = writing.write(experiment, *own_points.decode(experiment.drawn), writing.SEMICOLON)
    assert written.startswith(b"\xef\xbb\xbfpH;mm;Art\n")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=";"))[1:]
    numbers = [[float(cell.replace(",", ".")) for cell in row[:2]] for row in rows]
    assert sorted(numbers) == [[4.963, 3.101], [5.002, 3.025], [5.071, 3.146], [5.138, 2.97]]
    assert [row[2] for row in rows] == ["Hund", "Hund", "Käfer", "Käfer"]


def test_a_mark_that_does_not_suit_the_rows_is_not_believed():
    mark = "# separator=%2C&decimal=.&label=class&own_scale=0_1_0_1&names=a~b~c~cat\n"
    plain = read_again(text().encode())
    assert read_again((mark + text()).encode()) == plain  # dog is no class of it, and -1.5 lies far beyond the plane
    for broken in ("# separator=x&decimal=.&label=class&own_scale=&names=\n", "# own_scale=0_1_0_1\n"):
        assert read_again((broken + text()).encode()) == plain


def test_a_table_of_a_megabyte_with_twenty_columns_is_read_in_a_second_and_a_bounded_memory():
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(7600, 19)).round(3).tolist()
    raw = "\n".join(",".join(map(str, [*row, "abc"[k % 3]])) for k, row in enumerate(rows)).encode()
    assert 0.9e6 < len(raw) < table.MAX_BYTES
    began = time.process_time()
    found = table.read.__wrapped__(raw)
    used = dataset.build(found, guessing.guess(found))
    assert time.process_time() - began < 1
    assert used.points == own_points.MAX_POINTS
    tracemalloc.start()
    found = table.read.__wrapped__(raw)
    kept, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 30e6
    assert most < 60e6
    assert table.read.cache_parameters()["maxsize"] <= 4  # of all visitors together
    assert found.rows == 7600
