"""Chapter 13: deep chains."""

from course.chapters.deep_chains import alike, one_slider, product, race, sigmoid, starts, sums
from course.chapters.parts import Chapter

CHAPTER = Chapter(
    "deep_chains",
    13,
    "Deep chains",
    "A slope that goes back through many layers is a product: why it vanishes or explodes, and what first weights do.",
    product.FIELDS | sigmoid.FIELDS | sums.FIELDS | starts.FIELDS | one_slider.FIELDS | alike.FIELDS,
    (product.SCREEN, sigmoid.SCREEN, sums.SCREEN, starts.SCREEN, race.SCREEN, one_slider.SCREEN, alike.SCREEN),
)
