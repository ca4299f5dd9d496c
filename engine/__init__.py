"""A neural network in NumPy: neurons, activations, losses, backpropagation, optimizers.

Read in this order: activations, losses, parameters, layers, network, optimizers, training.
Arrays are (networks, units, points): the textbook z = W a + b, for several networks at once.
"""
