"""Measurements, each printed as a table. No time is asserted, because machines differ."""
