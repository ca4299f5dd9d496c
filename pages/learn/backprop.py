"""A chapter of the course; see course/chapters/backprop/."""

from course import show as lesson
from course.chapters import backprop
from course.path import CHAPTERS

lesson.show(backprop.CHAPTER, CHAPTERS)
