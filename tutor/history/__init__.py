"""What is kept of one learner, and what follows from it.

The records, which attempts tell what the learner knows, when an idea is due for review, and
progress. Knows no session, no front end and no database.
"""
