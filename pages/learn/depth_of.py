"""A chapter of the course; see course/chapters/depth_of.py."""

from course import show as lesson
from course.chapters import depth_of
from course.path import CHAPTERS

lesson.show(depth_of.CHAPTER, CHAPTERS)
