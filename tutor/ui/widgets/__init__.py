"""The widgets, each beside those that are never without it."""
