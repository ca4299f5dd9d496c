"""A chapter of the course; see course/chapters/data_size/."""

from course import show as lesson
from course.chapters import data_size
from course.path import CHAPTERS

lesson.show(data_size.CHAPTER, CHAPTERS)
