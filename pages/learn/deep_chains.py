"""A chapter of the course; see course/chapters/deep_chains/."""

from course import show as lesson
from course.chapters import deep_chains
from course.path import CHAPTERS

lesson.show(deep_chains.CHAPTER, CHAPTERS)
