"""A chapter of the course; see ui/lessons/softmax.py."""

from ui import lesson
from ui.lessons import softmax
from ui.lessons.path import CHAPTERS

lesson.show(softmax.CHAPTER, CHAPTERS)
