"""All that decides a training, as plain values."""
