"""The live picture of a recurrent network: what happens in it from moment to moment."""
