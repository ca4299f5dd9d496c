"""What only the Sequences page has."""
