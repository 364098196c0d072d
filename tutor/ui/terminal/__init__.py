"""The terminal itself: what it can show, what it sends, and what is sent to it."""
