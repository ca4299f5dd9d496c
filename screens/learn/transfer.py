"""A chapter of the course; see ui/lessons/transfer.py."""

from ui import lesson
from ui.lessons import transfer
from ui.lessons.path import CHAPTERS

lesson.show(transfer.CHAPTER, CHAPTERS)
