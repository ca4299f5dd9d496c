"""What trains while a visitor watches."""
