"""What a class takes away: its table and its page of links, and that these open the very networks."""

import csv
import io
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from engine.experiments.experiment import Experiment, change
from engine.experiments.image_experiment import ImageExperiment
from pictures.room.faces import to_weights
from tests.ui.rooms.making import BASE, NOW, guest, trained
from ui.rooms import reading, results
from ui.visit import address_bar, links, task
from ui.visit.task import Task

SITE = "https://play.example/results"
TASK = Task(task="Part <them>", ask="Which?", choice_1="ReLU", choice_2="tanh", goal_loss=0.1)


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def parsed(link):
    """What a link opens: the experiment, and what is asked for on arrival."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    experiment, _, arrival, sentences = address_bar.parse(query, task.PAGE)
    assert not sentences
    return experiment, arrival


def test_a_table_has_a_row_for_each_guest_with_what_differs_and_a_link():
    guests = [
        guest("Ana", change(BASE, step_size=0.3), answer=1, has_reached=True, epochs=2),
        guest("Ben", BASE, has_diverged=True),
        guest("Cem", None, has_left=True),
    ]
    ana, ben, cem = rows_of(results.to_csv(guests, TASK, NOW, SITE))
    assert (ana["name"], ana["epoch"], ana["goal_reached"], ana["answer"]) == ("Ana", "2.0", "yes", "ReLU")
    assert float(ana["test_loss"]) == guests[0].report.test_loss
    assert (ana["step_size"], ben["step_size"], cem["step_size"]) == ("0.3", "0.03", "")
    assert "activation" not in ana  # all have the same
    assert (ben["state"], cem["state"], cem["link"]) == ("diverged", "has not begun, left", "")
    assert ana["link"].startswith("https://play.example/?")


def test_a_link_opens_the_very_network():
    for small in (guest("Ana", change(BASE, activation="relu"), epochs=3), guest("Ben", Experiment(), epochs=1)):
        experiment, arrival = parsed(reading.link_of(small))
        assert experiment == reading.experiment(small)
        theta = links.weights_of(arrival.weights)
        np.testing.assert_array_equal(theta, np.frombuffer(small.report.weights, "<f2").astype(np.float32))
    wide = change(BASE, layers=(16, 16))  # too many weights for a link
    experiment, arrival = parsed(reading.link_of(guest("Dan", wide, epochs=2)))
    assert (experiment, arrival.at_step, arrival.weights) == (wide, trained(wide, 2).step, "")
    diverged = guest("Eva", BASE, has_diverged=True, step=7)
    assert parsed(reading.link_of(diverged))[1].at_step == 7


def test_there_is_no_link_to_what_no_link_holds():
    assert reading.link_of(guest("A", None)) is None
    wide = change(BASE, layers=(16, 16))
    assert reading.link_of(guest("B", wide, step=10**9)) is None
    own = "0" + "AAAA" * 500
    drawn = guest("C", change(BASE, data="own", drawn=own))
    assert reading.link_of(drawn._replace(report=drawn.report._replace(query=f"data=own&drawn={own}"))) is None


@pytest.mark.parametrize("weights", [b"", b"\0", b"\0" * 4000, to_weights(np.full(13, np.nan))])
def test_weights_that_do_not_fit_open_the_settings_at_their_step(weights):
    strange = guest("A", BASE, weights=weights)
    assert parsed(reading.link_of(strange))[1].at_step == strange.report.step


class Reader(HTMLParser):
    """Collects tags, links and texts."""

    def __init__(self):
        super().__init__()
        self.tags, self.links, self.texts = set(), [], []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.texts.append(data)


def test_a_page_of_links_needs_nothing_else_and_names_are_text():
    names = ["<img src=x onerror=alert(1)>", "Ana & Ben", '"><script>alert(1)</script>']
    guests = [guest(name, change(BASE, step_size=0.1 * (i + 1)), i) for i, name in enumerate(names)]
    reader = Reader()
    reader.feed(results.to_page(guests, TASK, BASE, NOW, SITE))
    assert not reader.tags & {"img", "script"}
    assert set(names) <= set(reader.texts)
    assert "Part <them>" in reader.texts
    assert len(reader.links) == 3  # nothing else is loaded
    assert [parsed(link)[0].step_size for link in reader.links] == pytest.approx([0.1, 0.2, 0.3])


def test_a_spreadsheet_takes_no_name_for_a_formula():
    (row,) = rows_of(results.to_csv([guest("=1+1", BASE)], Task(), NOW, SITE))
    assert row["name"] == "'=1+1"


def test_a_query_that_makes_no_sense_is_read_as_the_nearest():
    for kind, query in (("points", "layers=99&activation=%00"), ("nonsense", "&&=="), ("images", "filters=x")):
        strange = guest("A", BASE, kind=kind, query=query)
        assert ("images" if kind == "images" else "points") == reading.experiment(strange).KIND
        assert results.to_csv([strange], Task(), NOW, SITE)
    assert reading.experiment_of("images", "filters=4") == ImageExperiment(filters=(4,))
