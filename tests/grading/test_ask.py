"""What grading knows of a question: the sentences of its mistakes."""

from __future__ import annotations

from tests.engine.listings import DELTAS as CODE
from tests.grading.asks import predicted
from tutor.course.model import Mistake
from tutor.engine.listing import listing
from tutor.grading.ask import Ask


def test_what_a_mistake_says_is_filled_where_all_of_it_can_be() -> None:
    """A placeholder without an update means the asked one; what has no value stands as it is."""
    sentences = {
        "up": "Not {weight@0}. {{}} stays.",
        "gone": "Not {nothing}.",
        "torn": "Not {weight.",
    }
    mistakes = {
        name: Mistake(rule="weight = weight + 1", say=say) for name, say in sentences.items()
    }
    asked = predicted(listing(CODE), {}, "weight", mistakes=mistakes)
    weight = asked.value("weight", 0)
    assert asked.say("up") == f"Not {weight}. {{}} stays."
    assert asked.say("gone") == sentences["gone"] and asked.say("torn") == sentences["torn"]
    bare = Ask(asked.question, None, {}, mistakes=mistakes)
    assert bare.say("up") == sentences["up"]
