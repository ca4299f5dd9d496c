"""The pages that compare optimizers, step sizes, seeds and shapes, under AppTest."""

import pytest

from tests.pages.opening import change, header, open_page, query, step, visit

PAGES = ("optimizers", "step_size", "luck", "depth")


@pytest.mark.parametrize(
    "wanted",
    [
        {"surface": "rosenbrock", "start": "-1*2", "walkers": "adam*0.1**momentum*0.001*0.8*cosine", "steps": "300"},
        {"part": "network", "rivals": "gradient_descent*0.3**adagrad*0.1", "data": "moons", "target": "0.2"},
    ],
)
def test_an_address_restores_the_optimizers(wanted):
    page = open_page("compare/optimizers", **wanted)
    assert not page.toast
    seen = header(page)
    if "surface" in wanted:
        assert (seen["surface"], seen["steps"]) == ("rosenbrock", 300)
        assert [walk["name"] for walk in seen["walks"]] == ["Adam, α 0.1", "Momentum, α 0.001, μ 0.8, cosine"]
        change(page, "text_input", "steps", 100)
        assert query(page) == {**wanted, "steps": "100"}
    else:
        assert [tile["name"] for tile in seen["tiles"]] == ["Gradient descent, α 0.3", "Adagrad, α 0.1"]
        change(page, "selectbox", "activation", "relu")
        assert query(page) == {**wanted, "activation": "relu"}


def test_optimizers_can_be_added_changed_and_taken_away():
    page = open_page("compare/optimizers")
    assert len(header(page)["walks"]) == 4
    page.button(key="walkers_more").click().run()
    assert len(header(page)["walks"]) == 5
    change(page, "selectbox", "walkers_4_optimizer", "nesterov")
    change(page, "text_input", "walkers_4_momentum", 0.5)
    assert header(page)["walks"][4]["name"].startswith("Nesterov")
    assert "μ 0.5" in header(page)["walks"][4]["name"]
    for _ in range(4):
        page.button(key="walkers_0_less").click().run()
    assert len(header(page)["walks"]) == 1
    assert page.button(key="walkers_0_less").disabled
    page.button(key="walkers_usual").click().run()
    assert len(header(page)["walks"]) == 4
    assert query(page) == {}


def test_another_surface_begins_at_its_usual_place():
    page = open_page("compare/optimizers", start="1*1", walkers="adam*0.5")
    page.get("button_group")[1].set_value("bumpy").run()
    assert not page.exception
    assert header(page)["surface"] == "bumpy"
    assert query(page) == {"surface": "bumpy"}


def test_the_landscape_of_the_ways():
    page = open_page("compare/optimizers", part="network", rivals="adam*0.03**momentum*0.03")
    step(page)
    step(page)
    from pictures.charts import landscape

    race = visit(page).work
    fig = landscape.loss_landscape([("a", "#123456", race.runs[s.run], s.position) for s in race.seats])
    assert len(fig.data) == 4
    assert fig.data[1].x[0] == pytest.approx(fig.data[2].x[0], abs=1e-4)  # all begin at one point


@pytest.mark.parametrize("against", ["momentum", "batch_size", "schedule"])
def test_the_map_trains_every_cell(against):
    page = open_page("compare/step_size", against=against, epochs="5", points="40", cell="3")
    seen = header(page)
    assert seen["count"] == 20 * len(seen["up"])
    for _ in range(60):
        if seen["state"] == "done":
            break
        page.run()
        seen = header(page)
    assert seen["state"] == "done"
    assert seen["told"].startswith("Step size α 0.00056")
    assert "at_step=10" in seen["link"]


def test_schedules_on_the_same_network():
    page = open_page("compare/step_size", part="schedules")
    assert len(header(page)["tiles"]) == 6
    step(page)
    assert header(page)["epoch"] == 1
    change(page, "text_input", "period", 500)
    assert query(page)["period"] == "500"


def test_luck_goes_on_run_by_run_until_it_is_done():
    page = open_page("compare/luck", seeds="5", epochs="10")
    for _ in range(30):
        if header(page)["state"] == "done":
            break
        page.run()
    seen = header(page)
    assert seen["headline"].endswith("of 5")
    assert seen["epoch"] == 10
    change(page, "text_input", "target", 5.0)
    assert header(page)["headline"] == "Solved in 5 of 5"  # without training again
    assert header(page)["state"] == "done"


def test_shapes_are_all_there():
    page = open_page("compare/depth", seeds="1", epochs="5", data="exclusive_or")
    for _ in range(60):
        if header(page)["state"] == "done":
            break
        page.run()
    seen = header(page)
    assert len(seen["tiles"]) == 25
    assert all(tile["link"] for tile in seen["tiles"])


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("data", ["plane", "own", "pinwheel"])
def test_every_kind_of_data(name, data):
    page = open_page(f"compare/{name}", data=data, points="40", seeds="3", epochs="5")
    page.run()
    assert not page.exception
    assert "NaN" not in str(header(page))


@pytest.mark.parametrize("name", PAGES)
def test_bad_addresses_open_the_nearest_page_and_say_so(name):
    rubbish = dict.fromkeys(
        ("part", "surface", "start", "walkers", "rivals", "against", "epochs", "seeds", "cell", "target"), "<script>"
    )
    page = open_page(f"compare/{name}", **rubbish, steps="9" * 500)
    assert page.toast
    assert all("<script>" not in toast.value for toast in page.toast)


def test_leaving_a_page_ends_its_work():
    page = open_page("compare/luck", epochs="1000")
    assert visit(page).work is not None
    page.switch_page("play/playground.py").run()
    assert visit(page).work is None


@pytest.mark.parametrize(
    "name",
    [
        "play/playground",
        "compare/activations",
        "compare/image_networks",
        "compare/cells",
        "play/results",
        "learn/neuron",
        *(f"compare/{n}" for n in PAGES),
    ],
)
def test_each_run_of_a_page_sends_a_new_frame(name):
    """A browser does not draw one that is the same again; then an act without effect would hold up the next one."""
    page = open_page(name)
    before = header(page)
    page.run()
    assert header(page) != before
