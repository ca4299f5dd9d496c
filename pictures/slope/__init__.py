"""The live picture of optimizers on a surface."""
