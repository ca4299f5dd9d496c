"""The Playground page under AppTest: every choice of every control, addresses, and the transport."""

import pytest

from engine.experiments.experiment import FIELDS
from engine.initializers import INITIALIZERS
from engine.optimizers import OPTIMIZERS
from engine.schedules import SCHEDULES
from tests.pages.opening import change, header, open_page, query, step, visit
from ui.playground import analysis, panels
from ui.visit import view
from ui.widgets import take_away
from ui.widgets.settings import RATES, STEP_SIZES

SELECTS = {
    **{name: FIELDS[name].options for name in ("optimizer", "activation", "regularization", "schedule", "initializer")},
    "step_size": STEP_SIZES,
    "speed": tuple(view.SPEEDS),
    "step_by": view.FIELDS["step_by"].options,
}


@pytest.mark.parametrize("name", SELECTS)
def test_every_choice_of_every_list(name):
    page = open_page()
    for option in SELECTS[name]:
        change(page, "selectbox", name, option)
        shown = getattr(visit(page).view if name in view.FIELDS else visit(page).experiment, name)
        assert shown == option


def test_every_data_set_and_its_losses():
    page = open_page()
    for option in FIELDS["data"].options:
        page.session_state["data"] = option
        page = open_page(data=option)
        box = page.selectbox(key="loss")
        for loss in box.options:
            change(page, "selectbox", "loss", next(n for n, entry in _losses().items() if entry.label == loss))
        assert header(page)["state"] == "ready"


def _losses():
    from engine.losses import LOSSES

    return LOSSES


def number_keys(page):
    return {box.key for box in page.text_input} - {"data_seed", "weight_seed", "clip_norm", "layers"}


def test_options_appear_when_they_apply():
    page = open_page()
    for kind, registry in (("optimizer", OPTIMIZERS), ("schedule", SCHEDULES), ("initializer", INITIALIZERS)):
        for name, entry in registry.items():
            change(page, "selectbox", kind, name)
            assert number_keys(page) >= set(entry.options)
            assert number_keys(page) <= {*OPTIMIZERS["adam"].options, *entry.options}
            for key, option in entry.options.items():
                for value in (option.low, option.high):
                    change(page, "text_input", key, value)
                    assert getattr(visit(page).experiment, key) == value
        page = open_page()


def test_hubers_delta_appears_with_huber():
    page = open_page(data="plane")
    assert "huber_delta" not in number_keys(page)
    change(page, "selectbox", "loss", "huber")
    change(page, "text_input", "huber_delta", 2)
    assert visit(page).experiment.huber_delta == 2


def test_augmentations_are_switched_on_with_their_options():
    page = open_page()
    pills = page.get("button_group")
    assert any("Jitter" in str(group.proto) for group in pills)
    page = open_page(augmentation="jitter-flip", jitter="0.5")
    assert page.text_input(key="jitter").value == "0.5"
    assert "rotation" not in number_keys(page)
    change(page, "text_input", "jitter", 1)
    assert query(page) == {"augmentation": "jitter-flip", "jitter": "1"}


def test_each_hidden_layer_may_have_its_own_activation():
    page = open_page(layers="4-4-4")
    change(page, "selectbox", "activation_2", "relu")
    assert query(page) == {"layers": "4-4-4", "activation": "tanh-relu-tanh"}
    assert page.selectbox(key="activation").value == "tanh-relu-tanh"
    assert header(page)["activations"] == ["tanh", "ReLU", "tanh"]
    change(page, "selectbox", "activation_2", "tanh")
    assert query(page) == {"layers": "4-4-4"}
    change(page, "selectbox", "activation_1", "sine")
    assert visit(page).experiment.activation == "sine-tanh"
    change(page, "selectbox", "activation", "elu")
    assert header(page)["activations"] == ["ELU"] * 3
    change(page, "text_input", "layers", "5")
    assert not any(box.key.startswith("activation_") for box in page.selectbox)


def test_the_rate_appears_when_it_applies():
    page = open_page()
    assert not any(box.key == "regularization_rate" for box in page.selectbox)
    change(page, "selectbox", "regularization", "l2")
    for rate in RATES:
        change(page, "selectbox", "regularization_rate", rate)
    assert visit(page).experiment.regularization_rate == RATES[-1]


@pytest.mark.parametrize(
    ("name", "value"),
    [("noise", 20), ("train_share", 80), ("batch_size", 30), ("points", 200), ("dropout", 30), ("frozen", 2)],
)
def test_sliders(name, value):
    page = change(open_page(), "slider", name, value)
    assert getattr(visit(page).experiment, name) == value
    assert query(page)[name] == str(value)


def test_hidden_layers_by_keyboard_and_what_is_no_shape():
    page = change(open_page(), "text_input", "layers", "8, 8, 3")
    assert header(page)["layers"] == [8, 8, 3]
    assert query(page) == {"layers": "8-8-3"}
    change(page, "text_input", "layers", "wide")
    assert header(page)["layers"] == [8, 8, 3]
    assert "wide" in page.toast[0].value
    change(page, "text_input", "layers", "0")
    assert header(page)["layers"] == []


def test_step_makes_an_epoch_or_a_mini_batch_and_reset_goes_back_to_the_same_weights():
    page = open_page(step_by="mini_batch")
    first = header(page)["scores"]
    step(page)
    assert (header(page)["step"], header(page)["state"]) == (1, "paused")
    change(page, "selectbox", "step_by", "epoch")
    step(page)
    assert (header(page)["step"], header(page)["epoch"]) == (25, 1)  # to the end of the epoch that was begun
    page.button(key="reset").click().run()
    assert (header(page)["step"], header(page)["state"], header(page)["scores"]) == (0, "ready", first)


def test_the_same_address_gives_the_same_numbers():
    results = []
    for _ in range(2):
        page = open_page(data="moons", layers="5-5", step_size="0.03")
        for _ in range(3):
            step(page)
        results.append(header(page)["scores"])
    assert results[0] == results[1]


def test_play_pause_and_play_from_the_address():
    page = open_page()
    assert page.button(key="play").label == "Play"
    page.button(key="play").click().run()
    assert header(page)["state"] == "playing"
    assert page.button(key="play").label == "Pause"
    page.button(key="play").click().run()
    assert header(page)["state"] == "paused"
    assert header(open_page(play="true"))["state"] == "playing"


def test_at_step_in_the_address_trains_there_and_says_so():
    page = open_page(at_step="400000", play="nonsense")
    assert header(page)["state"] == "playing"
    assert "step 400\u202f000" in header(page)["message"]["text"]
    assert len(page.toast) == 1
    assert header(open_page(at_step="0"))["state"] == "ready"


def test_a_change_of_step_size_keeps_the_weights_and_a_change_of_data_does_not():
    page = open_page()
    step(page)
    scores = header(page)["scores"]
    change(page, "selectbox", "step_size", 0.1)
    assert (header(page)["scores"], header(page)["step"]) == (scores, 25)
    change(page, "slider", "noise", 20)
    assert header(page)["step"] == 0


def test_seeds_go_on_with_their_buttons():
    page = open_page()
    scores = header(page)["scores"]
    page.button(key="weight_seed_next").click().run()
    assert query(page) == {"weight_seed": "2"}
    assert header(page)["scores"] != scores
    page.button(key="data_seed_next").click().run()
    assert query(page) == {"weight_seed": "2", "data_seed": "2"}


def test_a_bad_address_opens_the_nearest_page_and_says_so():
    page = open_page(step_size="1e9", layers="8-99", colour="**red**")
    assert header(page)["layers"] == [8, 16]
    assert visit(page).experiment.step_size == 10
    said = " ".join(toast.value for toast in page.toast)
    assert "step\\_size" in said
    assert "1e9" in said
    assert "colour" in said


def test_a_run_that_blows_up_says_where_and_why_and_reset_recovers():
    page = open_page(data="plane", activation="relu", step_size="10", optimizer="gradient_descent")
    step(page)
    shown = header(page)
    assert shown["state"] == "diverged"
    assert f"at step {visit(page).player.run.diverged[0]}" in shown["message"]["text"]
    assert shown["message"]["buttons"] == [["remedy", "Try step size 1"]]
    assert page.button(key="play").disabled
    page.button(key="reset").click().run()
    assert (header(page)["state"], header(page)["message"]["text"]) == ("ready", "")
    step(page)
    change(page, "selectbox", "step_size", 0.001)
    assert header(page)["state"] in ("ready", "paused")
    assert not page.button(key="play").disabled


def test_inputs_can_be_switched_but_not_all_off():
    page = open_page()
    pills = page.pills(key="features") if hasattr(page, "pills") else page.button_group(key="features")
    pills.set_value(["x1", "sin_x1"]).run()
    assert query(page) == {"features": "x1-sin_x1"}
    pills = page.pills(key="features") if hasattr(page, "pills") else page.button_group(key="features")
    pills.set_value([]).run()
    assert visit(page).experiment.features == ("x1", "sin_x1")
    assert "at least one input" in page.toast[0].value


@pytest.mark.parametrize("panel", panels.PANELS)
@pytest.mark.parametrize("settings", [{}, {"data": "own"}, {"data": "plane", "layers": "0"}, {"data": "pinwheel"}])
def test_every_panel_of_every_kind_of_network(panel, settings):
    page = open_page(**settings)
    change(page, "segmented_control", "panel", panel)
    if panel == "Analysis" and settings.get("data") != "own":
        for chart in analysis.CHARTS:
            change(page, "segmented_control", "chart", chart)
    if panel == "Take away":
        for program in take_away.PROGRAMS:
            change(page, "segmented_control", "program", program)
    change(page, "button", "step", True)


@pytest.mark.parametrize("stop", view.FIELDS["stop"].options)
def test_every_way_to_stop(stop):
    page = change(open_page(), "selectbox", "stop", stop)
    assert visit(page).view.stop == stop
    assert query(page).get("stop", "never") == stop


def test_the_options_of_the_data_are_shown_where_there_are_any():
    page = open_page(data="spiral", classes="4")
    assert page.selectbox(key="classes").value == 4
    page = open_page(data="function", boundary="cubic")
    assert page.selectbox(key="boundary").value == "cubic"
    page = open_page(data="own")
    assert not [slider for slider in page.slider if slider.key == "noise"]


def test_undo_and_redo_of_a_setting():
    page = change(open_page(), "selectbox", "activation", "relu")
    page.button(key="undo").click().run()
    assert visit(page).experiment.activation == "tanh"
    assert page.selectbox(key="activation").value == "tanh"
    page.button(key="redo").click().run()
    assert visit(page).experiment.activation == "relu"
    assert not page.exception


@pytest.mark.parametrize("name", ["five_classes", "deep_relu"])
def test_a_preset_is_opened_and_plays(name):
    page = change(open_page(), "segmented_control", "panel", "Gallery")
    pictures = [address for image in page.get("image") for address in image.value]
    assert len(pictures) >= 12
    # One that the server keeps would have gone before a browser far away asks for it.
    assert all(picture.startswith("data:image/png;base64,") for picture in pictures)
    page.button(key=f"open_{name}").click().run()
    assert not page.exception
    assert visit(page).player.playing
    assert visit(page).player.run.experiment == visit(page).experiment


def test_play_without_points_says_what_is_missing_and_does_not_play():
    page = open_page(data="own")
    page.button(key="play").click().run()
    assert page.button(key="play").label == "Play"
    assert header(page)["state"] == "ready"
    assert any("no training points" in toast.value for toast in page.toast)
