"""Images: one convolutional network, live."""

from ui.images import panels, picture
from ui.images.gallery import CHALLENGES
from ui.players.player import Player
from ui.rooms import guest_page
from ui.visit import locks, task
from ui.widgets import bars, data_settings, layout, presets, settings, view_settings


def show_controls(player: Player) -> None:
    """Show what stands above the picture."""
    with bars.controls(player):
        settings.number_list("step_size", settings.STEP_SIZES)
        settings.select("activation")
        settings.widths("filters")
        if player.run.experiment.filters:
            settings.select("pooling")
    layout.data_row()
    with bars.rest():
        view_settings.speed()
        settings.select("optimizer")
        if player.run.experiment.filters:
            settings.select("kernel")
            settings.number_list("stride", (1, 2))
            settings.select("padding")
        data_settings.image_options()
    presets.show_task(CHALLENGES)


guest_page.begin(task.IMAGES_PAGE)
player = layout.begin_training(task.IMAGES_PAGE)
above, place, below = layout.places()
with layout.picture_first("images", place):
    picture.show(player)
with above:
    bars.head("Images")
    guest_page.show()
    show_controls(player)
with below:
    if not locks.is_hidden("panels"):
        panels.show(player)
layout.finish()
