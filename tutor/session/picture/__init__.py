"""What a picture shows of a run: curves, maps and graphs, as points and in sentences."""
