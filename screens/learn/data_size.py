"""A chapter of the course; see ui/lessons/data_size.py."""

from ui import lesson
from ui.lessons import data_size
from ui.lessons.path import CHAPTERS

lesson.show(data_size.CHAPTER, CHAPTERS)
