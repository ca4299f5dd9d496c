"""A class that works on one task: who is in it, what each one's network has learned, what the teacher does."""
