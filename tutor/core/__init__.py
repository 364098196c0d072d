"""What learning is: listings, lessons, answers, one learner's walk. Knows no front end."""
