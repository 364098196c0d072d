"""A `Scene` in character cells, and the error curve of a run."""
