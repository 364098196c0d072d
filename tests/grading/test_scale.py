"""Grading over many draws, with the learner on paper: the figures that bench/grading.py prints."""

from __future__ import annotations

from bench.grading import DRAWS, GOALS, measure
from tests.grading.model.course import QUESTIONS

TESTED = 581
"""A twentieth of the draws of bench/grading.py, so that the test takes seconds."""


def test_a_learner_on_paper_is_judged_as_grading_promises() -> None:
    figures = measure(TESTED)
    for name, count in figures.counts.items():
        print(f"{name}: {count.share:.2%} of {count.of:,} (goal {GOALS[name][0]})")
    assert figures.draws == TESTED
    assert all(count.of for count in figures.counts.values())
    assert not figures.missed()


def test_there_are_more_than_150_learner_rules() -> None:
    sets = {id(question.rules): question.rules for question in QUESTIONS.values()}
    rules = {rule for one in sets.values() for rule in (*one.named.values(), *one.unnamed.values())}
    assert len(rules) > 150
    assert DRAWS == 11_620
