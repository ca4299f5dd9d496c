"""Sequences: tasks that need memory, names, texts, and a visitor's own text."""
