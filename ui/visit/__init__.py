"""What one visitor has set."""
