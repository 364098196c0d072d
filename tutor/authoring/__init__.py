"""What authors use: lint and what it proves, and questions for Moodle."""
