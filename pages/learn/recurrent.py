"""A chapter of the course; see course/chapters/recurrent/."""

from course import show as lesson
from course.chapters import recurrent
from course.path import CHAPTERS

lesson.show(recurrent.CHAPTER, CHAPTERS)
