"""A chapter of the course; see ui/lessons/loss.py."""

from ui import lesson
from ui.lessons import loss
from ui.lessons.path import CHAPTERS

lesson.show(loss.CHAPTER, CHAPTERS)
