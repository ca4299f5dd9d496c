"""A chapter of the course; see course/chapters/convolution/."""

from course import show as lesson
from course.chapters import convolution
from course.path import CHAPTERS

lesson.show(convolution.CHAPTER, CHAPTERS)
