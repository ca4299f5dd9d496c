"""The live picture of a network."""
