"""A chapter of the course; see course/chapters/transfer/."""

from course import show as lesson
from course.chapters import transfer
from course.path import CHAPTERS

lesson.show(transfer.CHAPTER, CHAPTERS)
