"""The live picture of a network that looks at images."""
