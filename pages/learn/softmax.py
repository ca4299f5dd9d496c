"""A chapter of the course; see course/chapters/softmax.py."""

from course import show as lesson
from course.chapters import softmax
from course.path import CHAPTERS

lesson.show(softmax.CHAPTER, CHAPTERS)
