"""The curves of activations and of their slopes, with a probe that moves along z."""
