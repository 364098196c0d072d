"""What can be typed beside an answer: words, and lines from memory, mended by number.

Help is drawn from the words here, and typing obeys them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tutor.errors import nearest


class Word(NamedTuple):
    """One word."""

    name: str
    meaning: str
    more: bool = False
    """Something may follow it."""


ALIASES = {
    "?": "help",
    "exit": "quit",
    "bye": "quit",
    "repeat": "again",
    "map": "bowl",
    "graph": "bowl",
    "picture": "bowl",
}

IN_LESSON = (
    Word("hint", "a hint, where there is one"),
    Word("skip", "leave this step without its answer"),
    Word("back", "to the step before"),
    Word("next", "to the step after, once nothing here waits for an answer"),
    Word("again", "the whole step once more"),
    Word("question", "the question once more"),
    Word("listing", "the listing once more"),
    Word("bowl", "the picture in sentences: the bowl, the map or the graph"),
    Word("draw", "the picture in characters; draw error: the error, update by update", True),
    Word("table", "every variable at every update shown so far; table all leaves none out", True),
    Word("output", "what the listing printed so far; output all leaves nothing out", True),
    Word("set", "change a constant, as in set alpha 0.3", True),
    Word("reset", "the step anew, with the numbers it began with"),
    Word("run", "one more update; run 5: five more; run all: all of them", True),
    Word("replay", "where your own wrong rule would have led"),
    Word("clear", "take back the lines that you typed from memory"),
    Word("lessons", "the lessons, and how far each one is"),
    Word("steps", "the steps of this lesson"),
    Word("go", "open a lesson or a step, as in go break-it, go 3 or go break-it/steep-u", True),
    Word("quiz", "questions with fresh numbers; quiz 5: five of them", True),
    Word("review", "what is due for review"),
    Word("practise", "what slipped in this lesson, with other numbers; practise LESSON", True),
    Word("code", "this lesson's code as a program of your own; code LESSON: another's", True),
    Word("glossary", "what a word means, as in glossary alpha", True),
    Word("help", "these words"),
    Word("quit", "leave; your place is kept"),
)
"""While walking the course."""

IN_CLASS = (*IN_LESSON, Word("hand", "put your hand up, for whoever leads the class; or down"))
"""In a class."""

IN_QUIZ = (
    Word("skip", "come back to this question later"),
    Word("back", "the question before this one"),
    Word("next", "the question after this one"),
    Word("again", "this question once more"),
    Word("bowl", "the picture in sentences: the bowl, the map or the graph"),
    Word("draw", "the picture in characters"),
    Word("finish", "end it with what is there"),
    Word("help", "these words"),
    Word("quit", "leave; it waits for you, but a clock goes on"),
)
"""In a quiz."""

IN_REVIEW = (*IN_QUIZ[:-1], Word("quit", "leave; what you answered is kept"))
"""In a review or practice, which is drawn anew the next time."""

CONFIDENCE = (
    "End an answer with ? when it is a hunch, with ! when you are certain: what you missed or "
    "only guessed comes back in review, and soonest that of which you were certain."
)

HOW = (
    "They are kept: type a number and a line to put it in place of that one, the number alone to "
    "take that one out, clear to begin anew; an empty line hands them in."
)
"""What can be done with lines that were not right."""

_NUMBERED = re.compile(r"\s*(\d{1,3})(?:[.:)]?\s(.*)|[.:)]?\s*)$")


def heard(line: str, words: Sequence[Word]) -> tuple[str, str] | None:
    """The word that a line begins with and what follows it; None where it is no command.

    A word that takes nothing is none when something follows: `skip` is, `skip = 1` is a line of
    somebody's listing.
    """
    first, _, rest = line.strip().partition(" ")
    rest = rest.strip()
    name = ALIASES.get(first.casefold(), first.casefold())
    word = next((one for one in words if one.name == name), None)
    if word is None or (rest and not word.more) or rest.startswith("="):
        return None
    return name, rest


def meant(line: str, words: Sequence[Word]) -> str:
    """The word that was probably meant by the first one of a line; empty where none is near."""
    first = line.strip().partition(" ")[0].casefold()
    return nearest(first, [word.name for word in words]) if first.isalpha() else ""


def unknown(line: str, words: Sequence[Word]) -> str:
    """What to say of a line that is neither a word nor an answer."""
    near = meant(line, words)
    hint = f"; did you mean {near}?" if near else "."
    return f"There is no word {line.split()[0][:40]} here{hint} help lists the words."


def listed(words: Sequence[Word]) -> str:
    """All words with their meanings, one a line."""
    width = max(len(word.name) for word in words)
    return "\n".join(f"  {word.name:<{width}}  {word.meaning}" for word in words)


def edited(text: str, line: str) -> tuple[str, str]:
    """The lines with one more of them typed, and why that could not be, or an empty sentence.

    A line that begins with a number takes the place of that line: no line of a listing does.
    """
    lines = text.split("\n") if text else []
    found = _NUMBERED.match(line)
    if found is None:
        return "\n".join([*lines, line.rstrip()]), ""
    number = int(found[1])
    if not 1 <= number <= len(lines):
        return text, f"There is no line {number} yet." if number else "Lines count from 1."
    own = (found[2] or "").rstrip()
    lines[number - 1 : number] = [own] if own else []
    return "\n".join(lines), ""


def numbered(text: str) -> Iterator[str]:
    """The lines as they are read out."""
    for number, line in enumerate(text.split("\n"), 1):
        yield f"  {number}  {line}"


def name_and_digits(text: str) -> tuple[str, str]:
    """Those of `alpha = 0.3` or `alpha 0.3`."""
    name, _, digits = text.strip().replace("=", " ").partition(" ")
    return name, digits.strip()


def is_sum(text: str) -> bool:
    """Whether a line that begins with a name goes on with an operator: `alpha - 0.3` sets nothing,
    `alpha -0.3` does."""
    return re.match(r"\s*\w+\s*([*/+]|-\s)", text) is not None
