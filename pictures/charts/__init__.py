"""Pictures of what is looked at while nothing moves: a Run or arrays become a Plotly figure.

Every function is pure: it leaves the Run as it is, draws its first network, and sets no colour of
text or background, so that a figure suits a light page and a dark one.
"""
