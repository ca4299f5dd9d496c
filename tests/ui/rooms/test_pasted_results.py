"""Result links as people paste them: names, files, what is not a link, and doubles."""

import random
import string
import time
from urllib.parse import urlencode

import pytest

from engine.experiments.experiment import Experiment
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.sequence_experiment import SequenceExperiment
from tests.ui.rooms.making import BASE, NOW, guest
from ui.rooms import pasted_results, results
from ui.rooms.pasted_results import MOST_LINKS
from ui.visit import whole
from ui.visit.task import Task

SITE = "https://play.example"
LINK = f"{SITE}/?data=spiral&at_step=40"


def names(text):
    return [result.name for result in pasted_results.read(text).results]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (f"Ana: {LINK}", "Ana"),
        (f"Ana {LINK}", "Ana"),
        (f"  - Ana — {LINK}", "Ana"),
        (f"12. Ana Maria: <{LINK}>", "Ana Maria"),
        (f"Ana;0.05;{LINK}", "Ana"),
        (f"Ana\t{LINK}", "Ana"),
        (f'"Ana","0.03","4","{LINK}"', "Ana"),
        (f"Ana, Ben: {LINK}", "Ana, Ben"),
        (f"Ana=1: {LINK}", "Ana=1"),
        ("Zoë: data=spiral&at_step=40", "Zoë"),
        ("علي: ./?data=spiral&at_step=40", "علي"),
        (f"{LINK}&initials=QX", "QX"),
        (f"Ana: {LINK}&initials=QX", "Ana"),
        (LINK, "No. 1"),
    ],
)
def test_a_name_stands_before_its_link_or_is_its_initials(line, name):
    (result,) = pasted_results.read(line).results
    assert result.name == name
    assert (result.experiment, result.step) == (Experiment(data="spiral"), 40)
    assert result.link == "./?data=spiral&at_step=40"


def test_links_of_all_pages_are_read_with_their_task_and_answer():
    asked = "ask=Which%3F&choice_1=ReLU&choice_2=tanh&goal_loss=0.1"
    found = pasted_results.read(
        f"A {SITE}/?{asked}&answer=2&at_step=3\nB {SITE}/images?filters=4&at_step=5\n"
        f"C {SITE}/sequences?cell=gru\nD {SITE}/?{asked}&answer=1"
    )
    a, b, c, d = found.results
    assert [each.experiment for each in found.results[1:3]] == [
        ImageExperiment(filters=(4,)),
        SequenceExperiment(cell="gru"),
    ]
    assert (b.link, c.link) == ("./images?filters=4&at_step=5", "./sequences?cell=gru")
    assert (a.task.answer, d.task.answer, d.step) == (2, 1, 0)
    assert found.task == Task(ask="Which?", choice_1="ReLU", choice_2="tanh", goal_loss=0.1)
    assert found.remarks == [
        "2 of the links are of another task. Goal and answers are those of the task that most links have."
    ]


def test_two_links_in_a_line_are_two_results_of_that_line():
    found = pasted_results.read(f"hello\nAna: {LINK} {SITE}/?layers=99&at_step=1\nhello")
    assert [result.name for result in found.results] == ["Ana", "No. 2"]
    assert [each.split(",")[0] for each in (*found.left_out, *found.remarks)] == ["Line 1", "Line 3", "Line 2"]


def test_a_link_that_mail_has_broken_is_whole_again():
    query = urlencode(whole.marked({"data": "spiral", "layers": "8-8", "at_step": "40"}))
    for place in range(query.index("&") + 1, query.index("&end")):
        found = pasted_results.read(f"Ana: {SITE}/?{query[:place]}\n{query[place:]}\nBen: {LINK}")
        assert [result.name for result in found.results] == ["Ana", "Ben"], place
        assert found.results[0].experiment == Experiment(data="spiral", layers=(8, 8))
        assert not found.left_out + found.remarks


@pytest.mark.parametrize("part", ["a", "=", "<a ", "<a href=", "<a href=x>", "http://", "<![x[", "&", ",", "a=b ", " "])
def test_no_file_takes_long(part):
    begun = time.process_time()
    pasted_results.read(part * (1_000_000 // len(part)))
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("hello", "there is no link in it"),
        ("https://elsewhere.example/page", "no link with a result"),
        ("https://elsewhere.example/?q=cats", "no link of the playground"),
        (f"{SITE}/luck?seeds=3", "“luck” is no page"),
        ("http://[", "no link with a result"),
    ],
)
def test_a_bad_line_is_named_and_the_good_ones_stay(line, why):
    found = pasted_results.read(f"Ana: {LINK}\n\n{line}\nBen: {LINK}1")
    assert [result.name for result in found.results] == ["Ana", "Ben"]
    (sentence,) = found.left_out
    assert sentence.startswith("Line 3, “")
    assert why in sentence


def test_a_value_that_is_not_valid_is_said_with_its_line():
    found = pasted_results.read(f"Ana: {SITE}/?layers=99&at_step=4")
    assert found.results[0].experiment.layers == (16,)
    assert found.remarks[0].startswith("Line 1, Ana: layers must be")


def test_doubles_are_said():
    found = pasted_results.read(f"Ana: {LINK}\nAna: {LINK}\nBen: {LINK}")
    assert [result.name for result in found.results] == ["Ana", "Ben"]
    assert found.remarks == [
        "Line 2 is the same as line 1: it counts once.",
        "Ben and Ana have sent the same network.",
    ]


def test_at_most_a_hundred_links_are_taken():
    found = pasted_results.read("\n".join(f"{SITE}/?at_step={i}" for i in range(1, 140)))
    assert len(found.results) == MOST_LINKS
    assert found.left_out == ["More than 100 links: the others were left out, from line 101 on."]


def test_what_the_wall_gives_away_is_read_again():
    guests = [guest("Ana", BASE, epochs=2), guest("=Ben", BASE, 1, step=9, weights=b""), guest("Cem", None)]
    table = results.to_csv(guests[:2], Task(), NOW, f"{SITE}/results")
    page = results.to_page(guests, Task(), BASE, NOW, f"{SITE}/results")
    for text in (table, page):
        found = pasted_results.read(text)
        assert not (found.left_out + found.remarks)
        assert [(each.name, each.experiment) for each in found.results] == [("Ana", BASE), ("Ben", BASE)]
        assert (bool(found.results[0].weights), found.results[1].step) == (True, 9)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_whatever_its_encoding(encoding):
    assert names(pasted_results.decode(f"Zoë: {LINK}".encode(encoding))) == ["Zoë"]
    assert pasted_results.decode(b"\xff\xff\xfe") != ""


def test_no_text_raises():
    draw = random.Random(5)
    parts = [LINK, "<a href=", '">', "</a>", "http://", "?", "=", "\n", ",", ";", "\0", "\ud800", "%", "&", "at_step="]
    for _ in range(300):
        text = "".join(draw.choice([*parts, *string.printable]) for _ in range(draw.randrange(40)))
        found = pasted_results.read(text)
        assert all(each.name and each.name.isprintable() for each in found.results)
