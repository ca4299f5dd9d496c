"""What a layer computes, and how its parameters are stored."""
