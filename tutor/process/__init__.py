"""Where the process meets the system: signals, standard streams and files.

Imports nothing but `tutor.errors`. Knows no course, no learner and no command.
"""
