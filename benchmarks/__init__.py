"""Measurements: each prints a table and asserts no time, because machines differ."""
