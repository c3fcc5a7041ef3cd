"""The fuzzy fact engine: normalise, index, score. Pure."""
