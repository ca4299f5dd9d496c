"""The dialog that makes links."""

from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest

from engine.data import own_points
from tests.pages.opening import open_page, visit
from ui.visit import address_bar, view
from ui.widgets import share


def link(page, **chosen):
    """The link that the dialog shows when these boxes are ticked, or not."""
    for name, value in chosen.items():
        page.session_state[f"share_{name}"] = value
    page.button(key="share").click().run()
    assert not page.exception
    return page.code[0].value


def opens(link):
    """What a link asks for."""
    return address_bar.parse(dict(parse_qsl(urlsplit(link).query)))


def test_a_link_says_all_that_is_set_and_how_far_it_is_trained():
    page = open_page(data="spiral", layers="8-8", speed="full")
    for _ in range(2):
        page.button(key="step").click().run()
    experiment, shown, arrival, notices = opens(link(page))
    assert (experiment.data, experiment.layers, shown.speed) == ("spiral", (8, 8), "full")
    assert (arrival.at_step, arrival.play, notices) == (0, False, [])
    assert opens(link(page, step=True, play=True))[2] == view.Arrival(play=True, at_step=50)


def test_a_snippet_to_embed_shows_the_same_page():
    snippet = link(open_page(data="moons"), embed=True)
    assert snippet.startswith("<iframe src=")
    assert "data=moons&amp;embed=true" in snippet


def test_drawn_points_go_along_unless_they_are_to_stay():
    text = own_points.encode(np.array([[1.0, 2.0, -1.0], [0.5, -2.0, 3.0]]), np.array([0, 1, 1]))
    page = open_page(data="own", drawn=text)
    assert opens(link(page))[0].drawn == text
    assert opens(link(page, points=False))[0].drawn == ""


@pytest.mark.parametrize("name", ["compare/activations", "compare/luck", "learn/neuron", "learn/learn"])
def test_every_page_can_be_shared(name):
    assert not opens(link(open_page(name)))[3]


def test_a_wall_is_shared_with_its_step():
    page = open_page("compare/activations", shown="relu-tanh")
    page.button(key="step").click().run()
    shared = link(page, step=True)
    assert "shown=tanh-relu" in shared
    assert "at_step=25" in shared


def test_a_qr_code_is_a_drawing_of_its_own():
    code = share.qr_code("https://example.org/?data=spiral")
    assert code.startswith("<svg")
    assert "script" not in code
    assert code != share.qr_code("https://example.org/?data=moons")


def test_a_projector_stays_with_the_visitor_and_out_of_links():
    page = open_page(data="moons")
    page.button(key="projector").click().run()
    assert visit(page).view.projector
    assert page.query_params["projector"] == "true"
    assert "projector" not in link(page)
    page.session_state["panel"] = "Gallery"
    page.run()
    page.button(key="open_spiral_features").click().run()
    assert visit(page).experiment.data == "spiral"
    assert visit(page).view.projector
    del page.query_params["projector"]  # a link of the page, such as one of a chapter to the Playground
    page.query_params["layers"] = "3"
    page.run()
    assert visit(page).experiment.layers == (3,)
    assert visit(page).view.projector
    page.button(key="projector").click().run()
    assert not visit(page).view.projector
    assert "projector" not in page.query_params
