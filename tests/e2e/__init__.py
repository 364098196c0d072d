"""Whole runs in real terminals."""
