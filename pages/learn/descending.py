"""A chapter of the course; see course/chapters/descending/."""

from course import show as lesson
from course.chapters import descending
from course.path import CHAPTERS

lesson.show(descending.CHAPTER, CHAPTERS)
