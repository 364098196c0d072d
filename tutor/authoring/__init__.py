"""What authors use: lint, schema, run, try, new."""
