"""Training of the models that the package ships: annotated articles in, weights out. Names need torch."""
