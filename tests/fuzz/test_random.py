"""Random inputs: refused in a sentence or harmless, soon, and nothing else."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz import inputs, trials
from tests.hang import no_hang
from tutor.course.loader import course_of
from tutor.engine.listing import Listing, listing

rngs = st.randoms(use_true_random=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lessons")


@settings(max_examples=200, deadline=None)
@given(rngs)
def test_a_listing_is_refused_or_harmless(rng: Random) -> None:
    code = inputs.listing(rng)
    with no_hang():
        script = trials.check_listing(code)
    assert script is None or inputs.is_python(code)
    for _ in range(2 if script else 0):
        assert script is not None
        with no_hang():
            trials.run_listing(script, rng)


@settings(max_examples=150, deadline=None)
@given(rngs)
def test_every_listing_of_the_grammar_is_accepted(rng: Random) -> None:
    with no_hang():
        script = trials.check_listing(inputs.Listings(rng).listing())
    assert script is not None
    with no_hang():
        trials.run_listing(script, rng)


@settings(max_examples=500, deadline=None)
@given(rngs)
def test_a_lesson_loads_or_has_problems(folder: Path, rng: Random) -> None:
    path = folder / "some.yaml"
    path.write_bytes(inputs.lesson(rng))
    with no_hang():
        trials.load(path)


@settings(max_examples=60, deadline=None)
@given(rngs)
def test_a_lesson_of_the_right_shape_plays_whatever_it_asks(folder: Path, rng: Random) -> None:
    path = folder / "played.yaml"
    path.write_text(inputs.playable(rng), encoding="utf-8")
    if trials.load(path) is not None:
        trials.play(course_of(path), rng)


@settings(max_examples=300, deadline=None)
@given(rngs)
def test_an_answer_is_a_number_or_a_sentence(rng: Random) -> None:
    text = inputs.answer(rng)
    with no_hang():
        trials.read_answer(text)
        trials.evaluate(text)


@settings(max_examples=200, deadline=None)
@given(rngs)
def test_a_sentence_is_filled_or_refused(rng: Random) -> None:
    with no_hang():
        trials.fill_sentence(inputs.sentence(rng))


@settings(max_examples=200, deadline=None)
@given(rngs)
def test_a_claim_is_held_or_refused(rng: Random) -> None:
    with no_hang():
        trials.hold_claim(inputs.claim(rng), settling())


def settling() -> Listing:
    return listing("weight = 2\nfor i in range(9):\n    error = weight\n    weight = weight / 2\n")


@pytest.mark.parametrize(
    "seed",
    [
        "108456/walks",  # a height past all floats
        "110379/walks",  # a run that is asked for less ends sooner
        "112376/walks",  # and one that a claim was judged by
        "152890/walks",
        "156704/walks",
        "132554/walks",  # a height where there is no run
        "608435/walks",  # two variables that are made from each other in one update
        "153092/walks",  # a mistake that is tried with constants that have no run
        "120909/listings",  # arrays as texts
        "161753/expressions",  # a tab in what is told
    ],
)
def test_what_an_hour_of_it_has_found(seed: str, folder: Path) -> None:
    rng = Random(seed)
    match seed.partition("/")[2]:
        case "walks":
            (folder / "some.yaml").write_text(inputs.playable(rng), encoding="utf-8")
            assert trials.load(folder / "some.yaml") is not None
            trials.play(course_of(folder / "some.yaml"), rng)
        case "listings":
            script = trials.check_listing(inputs.listing(rng))
            assert script is not None
            trials.run_listing(script, rng)
        case _:
            trials.evaluate(inputs.expression(rng))
