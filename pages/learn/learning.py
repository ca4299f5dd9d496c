"""A chapter of the course; see course/chapters/learning.py."""

from course import show as lesson
from course.chapters import learning
from course.path import CHAPTERS

lesson.show(learning.CHAPTER, CHAPTERS)
