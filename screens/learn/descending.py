"""A chapter of the course; see ui/lessons/descending.py."""

from ui import lesson
from ui.lessons import descending
from ui.lessons.path import CHAPTERS

lesson.show(descending.CHAPTER, CHAPTERS)
