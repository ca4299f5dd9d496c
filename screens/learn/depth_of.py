"""A chapter of the course; see ui/lessons/depth_of.py."""

from ui import lesson
from ui.lessons import depth_of
from ui.lessons.path import CHAPTERS

lesson.show(depth_of.CHAPTER, CHAPTERS)
