"""Training of the name tagger: raw news and annotations in, the model that the package ships out. Needs torch."""
