"""What can be measured of a trained network."""
