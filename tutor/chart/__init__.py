"""The error bowl: what is on it, and how it is drawn in character cells."""
