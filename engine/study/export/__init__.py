"""A trained network as a program for NumPy, PyTorch or scikit-learn."""
