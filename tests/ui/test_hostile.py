"""Thousands of hostile addresses, JSON files and tables: nothing raises, nothing exceeds the limits, no NaN gets out.

They are drawn from fixed seeds: the same ones on every machine.
"""

import json
import random
import string

import numpy as np
import pytest

from course import glossary
from course.path import CHAPTERS
from engine.data import own_points
from engine.experiments.experiment import FIELDS, Experiment, change
from engine.experiments.fields import MAX_LAYERS, MAX_NEURONS
from engine.numerals import GROUP_MARK
from engine.runs import storage, training
from engine.runs.run import evaluate, start_run
from engine.runs.storage import Saved
from pictures.live import packing
from tests.pages.opening import header_of
from ui.players.player import Player
from ui.playground import stage
from ui.rooms import entrance
from ui.tables import dataset, decoding, guessing, table
from ui.visit import address_bar, links, notices, task, view
from ui.visit.page import PLAIN
from ui.visit.view import View
from ui.widgets import share

PAGES = [task.PAGE, PLAIN, entrance.PAGE, glossary.PAGE, *(chapter.page for chapter in CHAPTERS)]
NASTY = [
    "", " ", "-", "--", "nan", "NaN", "inf", "-inf", "1e309", "-1e309", "1e-400", "0x10", "１２", "٣", "1_000",
    "1,5", "--5", "5-", "0", "-0", "-1", "1", "0.5", "999999999999999999999", "1e3", "true", "null", "None",
    "[]", "{}", "../../etc/passwd", "file:///etc/passwd", "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "{{7*7}}", "${jndi:ldap://x}",
    "'; DROP TABLE runs; --", "%00", "\0", "\r\nSet-Cookie: a=b", "\u202e", "\ud800", "😀", "a" * 3000,
    "9" * 500, "6-4", "0-0-0", "16-16-16-16-16-16-16", "99-99", "relu-tanh", "relu-", "spiral", "own", "x1-x2",
    "adam", "0.1.2", "000.1zz", "__class__", "os.system('x')", "![x](http://evil)", "[a](javascript:b)", "$x$",
    ":material/home:", "**b**",
]  # fmt: skip
NAMES = [*FIELDS, *view.FIELDS, *view.ARRIVAL_FIELDS, *task.FIELDS, "screen", "embed", "__proto__", "<b>", ""]


def text(draw):
    """One hostile value: a nasty one, a cut or joined one, or noise."""
    kind = draw.random()
    if kind < 0.5:
        return draw.choice(NASTY)
    if kind < 0.7:
        return draw.choice(NASTY)[: draw.randrange(1, 9)] + draw.choice(NASTY)
    if kind < 0.85:
        return "".join(draw.choices(string.printable, k=draw.randrange(40)))
    return "".join(chr(draw.randrange(0x110000)) for _ in range(draw.randrange(20)))


def queries(seed, count):
    draw = random.Random(seed)
    for _ in range(count):
        yield {draw.choice(NAMES) if draw.random() < 0.9 else text(draw): text(draw) for _ in range(draw.randrange(9))}


@pytest.mark.parametrize("seed", range(4))
def test_hostile_addresses_make_valid_settings_and_short_notices(seed):
    for query in queries(seed, 600):
        for page in PAGES:
            experiment, _, arrival, notices = address_bar.parse(query, page)
            own, more = address_bar.parse_own(query, page)
            assert len(experiment.layers) <= MAX_LAYERS
            assert all(width <= MAX_NEURONS for width in experiment.layers)
            assert 0 <= arrival.at_step <= view.MAX_STEPS
            assert all(
                len(notice) < 1000 and notice.replace(GROUP_MARK, "").isprintable() for notice in [*notices, *more]
            )
            if isinstance(own, task.Task):
                assert len(own.task) <= task.MAX_TEXT
                assert len(own.ask) <= task.MAX_QUESTION
                assert all(len(text) <= task.MAX_CHOICE for text in own.choices.values())
                assert own.initials.isalpha() or not own.initials
                assert own.said in ("", *own.choices.values())
        assert len(links.opening(experiment)) < share.MAX_LINK + 500


def test_what_hostile_addresses_ask_for_is_drawn_without_nan(monkeypatch):
    import streamlit as st

    monkeypatch.setattr(st, "session_state", {})
    for query in queries(9, 120):
        experiment = address_bar.parse({**query, "points": "60"})[0]
        me = Player(start_run(experiment, dtype=np.float32))
        training.advance(me.run, 3)
        packed = packing.pack(stage.make_frame(me, View(), evaluate(me.shown)))
        header = json.dumps(header_of(packed), allow_nan=False)
        assert len(header) < 20_000
        assert len(packed) < 250_000


def mutated(draw, value, depth=0):
    """The value with something in it replaced by what nobody expects."""
    others = [None, True, -1, 10**400, 1e308, -0.0, "", "<b>", [], {}, [[]], {"a": 1}, "tanh", 3.5, 2**63]
    if draw.random() < 0.15 or depth > 3 or not isinstance(value, dict | list) or not value:
        return draw.choice([*others, draw.choice(NASTY).encode("utf-8", "replace").decode()])
    if isinstance(value, list):
        at = draw.randrange(len(value))
        return [*value[:at], mutated(draw, value[at], depth + 1), *value[at + (draw.random() < 0.9) :]]
    name = draw.choice(list(value))
    if draw.random() < 0.1:
        return {**value, draw.choice(NAMES): mutated(draw, value[name], depth + 1)}
    return {**value, name: mutated(draw, value[name], depth + 1)}


def test_hostile_json_is_refused_in_words_or_read_within_the_limits():
    draw = random.Random(1)
    good = storage.dumps(Saved(Experiment(layers=(3,)), np.linspace(-1, 1, 13).astype(np.float32), 50))
    read = longest = 0
    for i in range(1500):
        said = good
        if i % 3:
            said = json.dumps(mutated(draw, json.loads(good)))
        for _ in range(draw.randrange(4)):
            at = draw.randrange(len(said))
            said = said[:at] + text(draw) + said[at + draw.randrange(9) :]
        try:
            saved = storage.loads(said)
        except ValueError as error:
            longest = max(longest, len(str(error)))
            continue
        read += 1
        assert np.isfinite(saved.theta).all()
        assert len(saved.experiment.layers) <= MAX_LAYERS
        training.advance(storage.resume(saved), 1)
    assert longest < 700
    assert read  # some changes do no harm, such as one of a name beside the format's fields


@pytest.mark.parametrize(
    "place", ["version", "step", "dtype", "theta", "experiment", "layers", "data", "points", "note"]
)
@pytest.mark.parametrize("depth", [101, 600, 800, 900, *range(930, 1000, 5), 5000])
def test_deep_json_is_refused_in_one_short_line(place, depth):
    content = json.loads(storage.dumps(Saved(Experiment(layers=(3,)), np.zeros(13, np.float32))))
    (content if place in content or place == "note" else content["experiment"])[place] = "here"
    said = json.dumps(content).replace('"here"', "[" * depth + "]" * depth)
    with pytest.raises(ValueError, match="lists and objects") as error:
        storage.loads(said)
    assert len(str(error.value)) < 100


@pytest.mark.parametrize(
    "said",
    ["[" * 100_000, '{"a":' * 100_000, "1" * 5000, '"' + "x" * 999_990 + '"', "NaN", "\ufeff{}", "null", ""],
    ids=["deep list", "deep object", "long number", "long text", "NaN", "BOM", "null", "nothing"],
)
def test_monstrous_json_is_refused(said):
    with pytest.raises(ValueError, match=r"."):
        storage.loads(said)


def test_hostile_tables_give_points_on_the_plane_or_reasons():
    draw = random.Random(2)
    for _ in range(1200):
        parts = [
            ",",
            ";",
            "\t",
            " ",
            "\n",
            "\r",
            "\r\n",
            '"',
            "'",
            "1",
            "2.5",
            "-3",
            "x,y,label\n",
            "1,2,a\n",
            "=cmd()",
            "1e99",
        ]
        said = "".join(draw.choice(parts) if draw.random() < 0.8 else text(draw) for _ in range(draw.randrange(60)))
        _is_read_or_refused(said)


def _is_read_or_refused(said):
    """Whether a table becomes the settings of an Experiment, or a sentence."""
    try:
        found = table.read.__wrapped__(said.encode("utf-8", "replace"))
    except decoding.Unreadable:
        return
    if roles := guessing.guess(found):
        used = dataset.build(found, roles)
        experiment = change(Experiment(), data="own", **used.settings)
        assert own_points.count(experiment.drawn) == used.points <= own_points.MAX_POINTS
        assert used.points + sum(count for count, _ in used.left_out.values()) >= found.rows or used.sampled


@pytest.mark.parametrize(
    "said",
    ["x" * 999_000, "x" * 300_000 + ",1,2", '"' * 200_000, "1,2,a\n" * 150_000, ",\n" * 300_000, "1,2,\0\n"],
    ids=["one word", "long cell", "quotes", "many rows", "empty rows", "zero byte"],
)
def test_monstrous_tables_are_read_or_refused(said):
    _is_read_or_refused(said)


def test_a_notice_shows_hostile_text_as_text():
    for value in NASTY:
        shown = notices.plain(value)
        for mark in "<>[]()*_`$:!":
            assert mark not in shown.replace(f"\\{mark}", "")
