"""A neural network in NumPy: neurons, activations, losses, backpropagation, optimizers.

Read in this order: activations, losses, layers/parameters, layers/dense, network, optimizers, runs/training.
Arrays are (networks, units, points): the textbook z = W a + b, for several networks at once.
"""
