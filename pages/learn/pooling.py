"""A chapter of the course; see course/chapters/pooling/."""

from course import show as lesson
from course.chapters import pooling
from course.path import CHAPTERS

lesson.show(pooling.CHAPTER, CHAPTERS)
