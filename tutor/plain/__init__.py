"""The line-by-line front end: screen readers, dumb terminals, scripts."""
