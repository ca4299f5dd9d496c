"""Small grey images, and what they show."""
