"""A chapter of the course; see course/chapters/loss/."""

from course import show as lesson
from course.chapters import loss
from course.path import CHAPTERS

lesson.show(loss.CHAPTER, CHAPTERS)
