"""What a listing may say: its grammar, its names, the kinds of their values, what is refused."""
