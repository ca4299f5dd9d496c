"""The settings of a training, as plain values."""
