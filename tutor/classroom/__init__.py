"""A class, whichever machine serves it: its members, what is held, where all are, and who leads it.

All of it is kept in the store; `tutor.workshop` brings the learners in.
"""
