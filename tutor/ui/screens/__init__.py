"""The screens, each beside those that are made like it."""
