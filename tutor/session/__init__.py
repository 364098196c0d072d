"""One learner's session: what is asked, what may be shown, and the picture of it. The answers stay
inside. Knows no front end, no chart of cells and no database."""
