"""Widgets: one for each setting, the bars at the top, and the mount of live pictures."""
