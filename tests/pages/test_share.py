"""The dialog that makes links."""

from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest

from engine.data import own_points
from engine.runs.run import start_run
from tests.pages.opening import change, open_page, step, visit
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
        step(page)
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
    step(page)
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


def test_a_network_that_was_changed_on_the_way_is_shared_with_its_weights():
    page = open_page(data="circle")
    step(page)
    change(page, "selectbox", "step_size", 0.1)
    step(page)
    shared = dict(parse_qsl(urlsplit(link(page)).query))
    assert "at_step" not in shared
    again = open_page(**shared)
    np.testing.assert_array_equal(visit(again).player.run.theta, visit(page).player.run.theta)
    step(again)
    again.button(key="reset").click().run()
    np.testing.assert_array_equal(visit(again).player.run.theta, visit(page).player.run.theta)
    change(again, "text_input", "weight_seed", 5)
    again.button(key="reset").click().run()
    np.testing.assert_array_equal(
        visit(again).player.run.theta, start_run(visit(again).experiment, dtype=np.float32).theta
    )


def test_what_is_lost_is_said_where_the_weights_stay_out_of_the_link():
    page = open_page(data="circle", layers="8-8-8-8")  # too many weights for a link
    step(page)
    assert "same weights" in said(page, step=True)
    change(page, "selectbox", "step_size", 0.1)
    text = said(page, step=True)
    assert "same weights" not in text
    assert "changed on the way" in text
    page = open_page(data="circle")
    step(page)
    change(page, "selectbox", "step_size", 0.1)
    assert "changed on the way" in said(page, weights=False)


def said(page, **chosen):
    """The sentences of the dialog."""
    link(page, **chosen)
    return " ".join(element.value for element in (*page.caption, *page.warning))


@pytest.mark.parametrize("weights", ["AAAA", "not weights!", "_" * 280])
def test_weights_that_do_not_fit_are_ignored_with_a_notice(weights):
    page = open_page(data="circle", weights=weights)
    assert any("weights must be" in toast.value for toast in page.toast)
    np.testing.assert_array_equal(visit(page).player.run.theta, visit(open_page(data="circle")).player.run.theta)


def test_a_link_that_is_too_long_for_a_qr_code_has_none():
    assert share.qr_code("x" * 2953) is not None
    assert share.qr_code("x" * 2954) is None
