"""Class results: the links that students have sent, as one wall, a table and a chart."""

from ui.rooms import collecting, wall
from ui.visit.page import Page
from ui.widgets import bars, layout

PAGE = Page("results", wall.FIELDS, wall.Looking)

layout.begin(PAGE)
above, place, below = layout.places()
collector = collecting.current()
with layout.picture_first("room", place):
    collecting.show(collector)
with above:
    bars.head("Class results", has_experiment=False)
    collecting.controls(collector)
with below:
    collecting.files(collector)
layout.finish()
