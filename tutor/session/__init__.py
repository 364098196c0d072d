"""One learner: a question in one place, a lesson, a quiz, and what may be shown of them.

Imports `history`, `grading`, `course` and `engine`. Knows nothing of a screen, a chart or a
database. The answer never leaves this package before one is committed.
"""
