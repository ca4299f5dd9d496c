"""A network as a program."""
