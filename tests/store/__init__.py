"""The store, each test on every kind of it that it holds for."""
