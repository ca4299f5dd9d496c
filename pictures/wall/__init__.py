"""The live picture of several networks side by side."""
