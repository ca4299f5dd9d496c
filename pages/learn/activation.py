"""A chapter of the course; see course/chapters/activation.py."""

from course import show as lesson
from course.chapters import activation
from course.path import CHAPTERS

lesson.show(activation.CHAPTER, CHAPTERS)
