"""A chapter of the course; see course/chapters/in_time/."""

from course import show as lesson
from course.chapters import in_time
from course.path import CHAPTERS

lesson.show(in_time.CHAPTER, CHAPTERS)
