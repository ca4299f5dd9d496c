"""One widget for each setting."""
