"""Texts for people who use or change the app, and the script that draws the rooms of the code."""
