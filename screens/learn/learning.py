"""A chapter of the course; see ui/lessons/learning.py."""

from ui import lesson
from ui.lessons import learning
from ui.lessons.path import CHAPTERS

lesson.show(learning.CHAPTER, CHAPTERS)
