"""Drawings that a visitor can touch: panels with curves, points, bars, maps, and handles to drag."""
