"""From a typed answer to a verdict: how a question is read, judged, and worked out.

Imports `engine` and `course`. Knows nothing of a learner's progress, of a session or of a screen.
"""
