"""Training of the recogniser of names: annotated articles in, the tagger's weights out."""
