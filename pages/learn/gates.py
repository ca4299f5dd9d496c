"""A chapter of the course; see course/chapters/gates/."""

from course import show as lesson
from course.chapters import gates
from course.path import CHAPTERS

lesson.show(gates.CHAPTER, CHAPTERS)
