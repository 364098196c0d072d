"""A room full of people, one small server: `tutor serve`.

A warm parent listens and passes each connection to a worker, which speaks SSH and runs one app for
each learner. Nothing here is imported by the other packages.
"""
