"""Plotly charts: a Run, or arrays, become a figure to look at while nothing moves.

Every function is pure: it does not change the Run, and it shows the Run's first network. It sets no colour of text
or background, so that a figure suits a light page and a dark one.
"""
