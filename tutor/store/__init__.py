"""What lasts: attempts and places, in SQLite or PostgreSQL."""
