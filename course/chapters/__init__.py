"""The chapters of the course, one module each: what they say, their figures, and what they check."""
