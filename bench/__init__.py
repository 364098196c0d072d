"""Figures that the README quotes. `python -m bench` prints them all; each has its own program."""
