"""What authors use: lint and what it proves, the schema of the format, questions for Moodle."""
