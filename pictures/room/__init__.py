"""The live picture of a class: a tile for each network, and what they have in common below."""
