"""Training of the rankers of facts on annotated articles, and the calibration of their score. Needs scipy."""
