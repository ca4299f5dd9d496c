"""What the comparing pages share."""
