"""A terminal tutor for the first idea of deep learning."""

__version__ = "0.1.0"
