"""The engine: a listing is parsed, checked, compiled, run, and drawn over its constants.

It imports `tutor.errors` and the standard library; NumPy only when a curve asks for many points.
It never knows a lesson, a learner, an answer, a file or a screen.
"""
