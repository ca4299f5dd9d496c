"""What the server does for all visitors together."""
