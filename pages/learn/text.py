"""A chapter of the course; see course/chapters/text/."""

from course import show as lesson
from course.chapters import text
from course.path import CHAPTERS

lesson.show(text.CHAPTER, CHAPTERS)
