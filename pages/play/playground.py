"""The Playground: one network, live."""

from engine.data.datasets import OWN
from engine.experiments.experiment import MOST_TRAIN_SHARE
from ui.players.player import Player
from ui.playground import panels, pinning, stage
from ui.playground.challenges import CHALLENGES
from ui.rooms import guest_page
from ui.visit import locks, session, task
from ui.widgets import bars, layout, presets, settings, view_settings


def show_train_share():
    """Show the share of the points that train: all of one's own may."""
    is_own = session.current().experiment.data == OWN
    settings.slider("train_share", 5, " %%", high=100 if is_own else MOST_TRAIN_SHARE)


def show_controls(player: Player) -> None:
    """Show what stands above the Stage."""
    with bars.controls(player):
        settings.number_list("step_size", settings.STEP_SIZES)
        settings.select("activation")
    layout.data_row()
    with bars.rest():
        view_settings.speed()
        view_settings.step_by()
        settings.select("optimizer")
        settings.loss()
        settings.select("regularization")
        if session.current().experiment.regularization != "none":
            settings.number_list("regularization_rate", settings.RATES)
        layout.data_options(show_train_share)
    presets.show_task(CHALLENGES)


guest_page.begin(task.PAGE)
player = layout.begin_training(task.PAGE)
pinning.follow(player)
above, picture, below = layout.places()
with layout.picture_first("stage", picture):
    stage.show(player, session.current().view)
with above:
    bars.head("Playground")
    guest_page.show()
    show_controls(player)
with below:
    if not locks.is_hidden("panels"):
        panels.show(player)
layout.finish()
