"""What only the Images page has: its live picture, a visitor's acts on it, its panels."""
