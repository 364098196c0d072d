"""A learner on paper: what each question of the course comes to, and what people answer instead.

Written from the lessons and the chapter behind them, in plain Python. Nothing here imports the
tutor, so that where the two agree, neither has copied the other.
"""
