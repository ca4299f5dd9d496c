"""The chapters of the course.

A chapter is a module with a CHAPTER. One that would be longer than 300 lines is a package with a module for each
screen or two, each of which defines its SCREEN, and the CHAPTER in `__init__.py`.
"""
