"""Sentences for learners: about an answer or a run, about what is due, and why something cannot be
done now.

What only one kind says stands in that kind's file; what is said of a number stands here. No
sentence for a miss holds the right value: tries may be left.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from tutor.engine.numbers import number
from tutor.errors import nearest

if TYPE_CHECKING:
    from tutor.engine.numbers import Number, Value

MOST_RULES = 2
"""Rules that a sentence can carry."""
LONGEST_RULE = 60
"""Characters of a rule that a sentence can carry."""

NOT_READABLE_TRUTH = (
    "With these constants the run comes to no number here: there is no value to predict. "
    "Change a constant, or skip this one."
)
SIGN = "The size is right. Look again at the sign."
POINT = "The digits are right. Look again at where the decimal point stands."
SWAPPED = "Close: two of the digits have changed places."
EXACTLY = (
    "Is that rounded, or exactly that number? Give one more digit, or the same again if it is "
    "exact."
)
MORE_DIGITS = "Right so far, but rounded too much. Give it more exactly."
CUT_OFF = (
    "If digits were cut off there, round instead: the last one depends on the one behind it. Or "
    "hand in the same again."
)
CUT = "Digits were cut off there: round instead, for the last one depends on the one behind it."
ON_THE_WAY = " Only its last digits are off."
MORE_EXACTLY = "Close. Work it out more exactly, or hand in the same again if you are done."
WHOLE = "Close, but the line rounds: it gives a whole number."
SEVERAL = (
    "More than one number here rounds to that. Give it more exactly, or the same again if it is "
    "exact."
)
AIM_FINER = "That is too coarse to be judged. Aim finer."
NO_SUCH_LETTER = "None of the rules above has that letter."
WHICH = "Which one was yours? Type its letter, or another answer."
NOT_ENOUGH = "The right direction, but not far enough."
TOO_FAR = "The right direction, but too far."
LOOK_AT_SIGN = "Look at the sign first: is it above zero or below?"


def updates(count: int, more: str = "") -> str:
    """`1 update`, `3 updates`, `1,000 updates`; `3 more updates`."""
    return f"{count:,} {more}update{'' if count == 1 else 's'}"


def right(confidence: str = "") -> str:
    """What a right answer hears."""
    if confidence == "?":
        return "Right. You called it a hunch: now make sure that you see why."
    if confidence == "!":
        return "Right, and you knew it."
    return "Right."


COUNTS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def digits_wanted(digits: int) -> str:
    """Fewer digits were typed than the question asks for, whatever the number."""
    zeros = "a 0 at the end counts"
    return f"{digits} digits, please ({zeros}), or the same again if it is exact."


def in_digits(digits: int) -> str:
    """How many digits a question wants whose verdict waits; empty where whole numbers are counted.

    An exact number may have fewer.
    """
    return f"Give {digits} significant digits." if digits > 1 else ""


def ambiguous(rules: Sequence[tuple[str, str, str]]) -> str:
    """Several named mistakes give this number: (letter, rule, sentence) each. By the letter the
    learner can say which it was."""
    said = "\n".join(
        f"- {letter}: `{rule.strip()}`. {' '.join(say.split())}" for letter, rule, say in rules
    )
    count = COUNTS.get(len(rules), str(len(rules))).capitalize()
    return f"{count} different rules give this number:\n{said}"


def without_letters(said: str) -> str:
    """What is said of several mistakes, where none can be told by its letter any more."""
    return re.sub(r"^- \w: ", "- ", said, flags=re.MULTILINE)


def or_that(names: Sequence[str]) -> str:
    """What a mistake gives stands on the screen as well, as the value of something else."""
    return f"Or you gave the value of {_named(names)}."


def or_halfway(asked: str) -> str:
    """What a mistake gives is worked out on the way as well. Which value that is stays unsaid."""
    return f"Or that is a value on the way to `{asked}`."


def stood_there(names: Sequence[str], asked: str) -> str:
    """The same of what has another value by the update that is asked about."""
    return f"That is what {_named(names)} was at first. `{asked}` is another number."


def stands_there(names: Sequence[str], asked: str) -> str:
    """The value of something else was given, which is on the screen."""
    return f"That is the value of {_named(names)}. `{asked}` is another number."


def _named(names: Sequence[str]) -> str:
    """`pred`, `delta` and `input`, each as code."""
    *most, last = (f"`{name}`" for name in names)
    return f"{', '.join(most)} and {last}" if most else last


FIRST_UPDATE = "The first update is being made."


def standing(updates_made: int, values: Mapping[str, Value]) -> str:
    """`After 2 updates weight is 0.3.` What updates have changed, before the next one is asked."""
    told = [f"{name} is {number(value)}" for name, value in values.items()]
    return f"After {updates(updates_made)} {listed(told)}." if told else ""


def also_right(rules: Sequence[str]) -> str:
    """After the reveal: at these constants a wrong rule gives the right number too."""
    if not rules:
        return ""
    more = len(rules) - MOST_RULES
    shown = [f"`{rule.strip()}`" for rule in rules[:MOST_RULES]]
    if more > 0:
        shown.append("one more rule" if more == 1 else f"{more} more rules")
    told = f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]
    gives = "gives" if len(rules) == 1 else "give"
    return f"At these numbers {told} {gives} the same. Other constants tell them apart."


def wrong_way(variable: str) -> str:
    """A step to the wrong side."""
    return f"The wrong direction: {variable} moves the other way."


def not_that_way(way: str) -> str:
    """A direction that is not the right one. Which of the others is right is not told."""
    return "It does not stay where it is." if way == "stay" else f"It does not go {way}."


def moves(variable: str) -> str:
    """The old value was given, and it does not stay."""
    return f"{variable} does not stay where it is."


def wrong_size(truth_above_zero: bool, too_large: bool) -> str:
    """The sign is right and the size is not."""
    if truth_above_zero:
        return f"That is too {'large' if too_large else 'small'}."
    return f"The right sign, but {'too far' if too_large else 'not far enough'} below zero."


def unknown(way: str, later: bool = False) -> str:
    """Nothing is known about how this number came about: the way with its numbers put in, that of
    the first of several updates where a `later` one is asked."""
    if not way:
        return "Not that one. Follow the lines from the top, one at a time."
    first = " for the first of these updates" if later else ""
    return f"Not that one. Put the numbers in{first}: {way}."


def stopped(why: str) -> str:
    """A run was cut short; `why` is a sentence."""
    return f"The run was {why}"


RUN_ONCE = "The listing has run once, and that is all of it."


def run_over(updates_made: int, carried: Mapping[str, Value], error: Value) -> str:
    """The last update has been run: where it led, and what it measured before it moved on, where
    that is a number."""
    known = isinstance(error, int | float)
    measured = f"In update {updates_made:,} the error was {number(error)}." if known else ""
    return f"The run is over. {standing(updates_made, carried)} {measured}".rstrip()


def no_run(why: str) -> str:
    """In place of a listing that an author has not run."""
    why = f"{why[:1].upper()}{why[1:].rstrip('.')}"
    return f"*This step cannot be run. {why}. Its author learns more from* `tutor lint`."


def cannot_judge(what: str) -> str:
    """The run cannot be made with these constants."""
    return f"With these constants it cannot run: {what}."


# -- review ---------------------------------------------------------------------------------------


def clock(seconds: float) -> str:
    """`2 min 5 s`, `40 s`: time that is left."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def nothing_due(days: int | None) -> str:
    """There is nothing to review for so many days; None where nothing comes back at all."""
    if days is None:
        return "Nothing is due: nothing that can be asked again was missed so far."
    ahead = "tomorrow" if days <= 1 else f"in {days} days"
    return f"Nothing is due now. The next question comes back {ahead}."


# -- what cannot be done now ---------------------------------------------------------------------

ANSWER_FIRST = "Answer first. A hint is there to be asked for, and you may skip."
TOGETHER = "The class answers this together. What is right is told when all have answered."
ONCE_MORE = "The class answers this once more. What is right is told when all have answered."
HANDED_IN = "Your answers are in. What was right is told when everybody's time is up."
WAIT_FOR_ALL = "Your answer is in. It is shown once everyone's answers are."
TOO_LATE = "The answers of the class are shown. Yours no longer counts: it is for yourself."
FIRST_VOTE = "You did not vote again: your answer of the vote before counts."
NO_LESSON = "This course has no lesson that can be played."
AT_THE_START = "This is the first step of the course."
ALREADY_ANSWERED = "This one is answered. Enter goes on."
LAST_STEP = "That was the last step. What you missed comes back under Review, at home."
COURSE_OVER = "This is the end of the course. You can go back to any step of it."
UNTOUCHED = "Nothing is changed yet. Change a constant, then check the run."
SAME_ANSWER = "That is the same answer as before. Change it first."
NOT_FINITE = "That cannot be read as a number that a constant can have."
NO_HINT = "There is no hint here."
OWN_RULE = "your own rule"
KEPT_BACK = (
    "To which numbers your own rule would have led is not told: they would give away what is "
    "still asked."
)
NO_REPLAY = "There is nothing to replay here."
REPLAY_LATER = "A wrong rule can be replayed once the question is answered."
NOT_ANSWERED = "Not answered."
TOO_LONG = "Too long to keep: only the beginning stands in the field."


def of_the_first_numbers(hint: str) -> str:
    """A hint that speaks of other numbers than those in force."""
    return f"(For the numbers that this step begins with.) {hint.strip()}"


NO_LISTING = "There is no listing here, so there is nothing to change."


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; empty for none."""
    if not names:
        return ""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def fixed(name: str, free: Sequence[str], asked: Sequence[str] | None = None) -> str:
    """A constant that cannot be changed now was to be changed; `free` can be in this step, `asked`
    while the question is open, None where none is."""
    if name in free and asked:
        return f"{name} stands still while this is asked; {listed(asked)} can be changed."
    if name in free and asked is not None:
        return f"{name} stands still here: the answers to choose from speak of its number."
    if name in free:
        return f"{name} stands still under a committed answer. Enter goes on."
    can = free if asked is None else asked
    return f"{name} is fixed in this step{f'; {listed(can)} can be changed' if can else ''}."


def no_constant(
    name: str, free: Sequence[str], variables: Collection[str], inside: Sequence[str] = ()
) -> str:
    """What is no constant of the listing was to be changed; `inside`: the constants in a list of
    that name."""
    can = f" {listed(free)} can be changed." if free else ""
    if inside:
        return f"{name} is a list: name a number in it, as {inside[0]}.{can}"
    if name in variables:
        return f"{name} is worked out by the listing.{can}"
    near = nearest(name, free)
    return f"There is no {name} in this listing.{f' Did you mean {near}?' if near else can}"


def as_far(name: str, lowest: Number, highest: Number) -> str:
    """A constant was to go beyond its range."""
    return f"{name} goes from {number(lowest)} to {number(highest)} here."


def cannot_set(name: str, value: Number) -> str:
    """The listing has no meaning with this constant."""
    return f"The listing cannot run with {name} = {number(value)}."


def up_to(line: str) -> str:
    """Nothing is known about how this number came about: the line that works it out anew in each
    update, of which a later one is asked."""
    if not line:
        return unknown("")
    return f"Not that one. Follow the updates up to the one that is asked: {line}."


def cannot_run(phase: str, listing: bool = True, of_run: bool = False) -> str:
    """An update was to be run that may not be shown, or is not there; `of_run`: the question is
    answered by constants, with which a run is made."""
    if not listing and phase != "end":
        return "There is no listing here to run."
    if phase == "ask" and of_run:
        return "Change a constant first, and hand it in: then it is run."
    if phase == "ask":
        return "Predict first: then you may run it."
    if phase == "revealed":
        return "Another question about this run comes first. Enter goes on."
    if phase == "end":
        return COURSE_OVER
    return "The listing makes no further update."


def own_rule(rule: str, *, last: bool) -> str:
    """What a learner's wrong rule is called. One that is too long to be read is not repeated.
    `last`: the last answer came of it; else an earlier one."""
    if 0 < len(rule.strip()) <= LONGEST_RULE:
        return rule.strip()
    return OWN_RULE if last else "the rule of your earlier answer"


def replaying(own: str, x: str, places: Sequence[Number] = (), most: int | None = None) -> str:
    """Where the learner's own wrong rule would have led, the first `most` places along the axis of
    `x`, which is named where the rule does not assign it; none where they may not be told."""
    led = ", ".join(map(number, places[:most]))
    if not led:
        return f"This is where {own} would have led."
    more = " …" if len(places[:most]) < len(places) else "."
    name = "" if own.partition("=")[0].strip() == x else f"{x} "
    return f"This is where {own} would have led: {name}{led}{more}"
