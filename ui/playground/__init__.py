"""What only the Playground has."""
