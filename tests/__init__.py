"""Tests mirror tutor/; end-to-end runs are in tests/e2e."""
