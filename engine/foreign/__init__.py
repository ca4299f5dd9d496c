"""Networks of other libraries: their weights as plain values, fitted into an Experiment."""
