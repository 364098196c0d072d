"""What an author wrote: lessons read from YAML, checked, and kept ready. Knows no learner.

Imports the engine, which reads and runs the listings.
"""
