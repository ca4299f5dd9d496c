"""The live picture of a map of experiments: one cell for each, coloured by its loss."""
