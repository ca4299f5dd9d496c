"""Chapter 15: gradients that vanish and explode in time."""

from course.chapters.in_time import clip_by_hand, clipping, power, race, rescue, scale
from course.chapters.parts import Chapter

CHAPTER = Chapter(
    "in_time",
    15,
    "Vanishing and exploding in time",
    "Why a gradient vanishes or explodes on its way back in time, what that does to learning, and what clipping does.",
    power.FIELDS | scale.FIELDS | race.FIELDS | rescue.FIELDS | clip_by_hand.FIELDS | clipping.FIELDS,
    (power.SCREEN, scale.SCREEN, race.SCREEN, rescue.SCREEN, clip_by_hand.SCREEN, clipping.SCREEN),
    ("Exploding / Vanishing Gradients",),
)
