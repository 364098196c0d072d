"""What a step's sentences and its picture tell before a question is answered: never the answer.

A placeholder without `@` means the value now where it stands before the answer (text, `say`, hint,
options), and the value asked for where it stands after it (`because`, `reveal`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tutor.course.markup import Placeholder, placeholders
from tutor.course.model import Step
from tutor.course.questions import Question, Target
from tutor.course.yaml_tree import Where
from tutor.engine.numbers import Number, Value, same
from tutor.engine.trace import number_at
from tutor.grading.ask import Ask

_NUMERAL = re.compile(r"(?<![\w.@:])[-−]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?!\w)")
LOOK_BACK = 50
"""Updates before the asked one whose values count as seen."""
DRAWN = 0.005
"""How near a drawn slope is to a number that it tells: it is written with two digits or three."""


@dataclass(frozen=True)
class Sentence:
    """Something that the author says."""

    path: Where
    """From the step."""
    text: str
    first: int
    """The first question (0-based) that is not yet answered when it is said."""
    speaks_of: int | None
    """The question whose numbers it speaks of; None: whichever is being asked."""
    offers: bool = False
    """One of several answers: it may hold the right one."""


def sentences(step: Step) -> Iterator[Sentence]:
    """Everything that is said in a step, with when it is said."""
    count = len(step.ask)
    yield Sentence(("text",), step.text, 0, None)
    for k, question in enumerate(step.ask):
        for said in question.sentences():
            path: Where = ("ask", k, *said.path)
            yield Sentence(path, said.text, k + said.after, k, said.offered)
    yield Sentence(("reveal",), step.reveal, count, count - 1 if count else None)


@dataclass(frozen=True)
class Moment:
    """The run that is asked about, just before the answer."""

    question: Question
    target: Target
    """What its answer tells."""
    start: int
    """The last update that is already revealed."""
    seen: tuple[Number, ...]
    """Numbers that the learner has before their eyes."""
    known: frozenset[str]
    """Variables of the asked update that are already shown or answered."""
    truth: Value


def faults(step: Step) -> Iterator[tuple[Where, int, str]]:
    """What is wrong in the sentences of a step that has a listing: the path from the step, the
    0-based offset in the text there, and what."""
    moments = [_moment(step, number) for number in range(len(step.ask))]
    for sentence in sentences(step):
        holes = placeholders(sentence.text)
        found = [(hole.offset, _empty(step, sentence, hole)) for hole in holes]
        for number in range(sentence.first, len(step.ask)):
            moment = moments[number]
            if moment is None or not _same_run(step, sentence, moment.question):
                continue
            own = number == sentence.first
            found += [(hole.offset, _told(step, sentence, hole, moment, own)) for hole in holes]
            if moment.target.exact and not sentence.offers:
                found += _numerals(sentence.text, moment)
        yield from ((sentence.path, offset, what) for offset, what in found if what)


def drawn(step: Step, asked: Ask[Any]) -> bool:
    """Whether the slope that is written beside the curve is the number that is asked."""
    bowl = step.picture()
    if bowl is None or not bowl.tangent:
        return False
    from tutor.session.curve import slope, source

    x = number_at(asked.run(asked.after), bowl.x, asked.start)
    steep = slope(source(asked.code, asked.values, bowl.x, bowl.y), x, max(1.0, abs(x)))
    return asked.truth != 0 and abs(steep - asked.truth) <= DRAWN * abs(asked.truth)


def _values(step: Step, sentence: Sentence) -> Mapping[str, Number]:
    """The constants in force when it is said."""
    return {} if sentence.speaks_of is None else step.ask[sentence.speaks_of].with_


def _same_run(step: Step, sentence: Sentence, question: Question) -> bool:
    """Whether a sentence speaks of the run that the question asks about."""
    return sentence.speaks_of is None or dict(_values(step, sentence)) == dict(question.with_)


def _update(step: Step, sentence: Sentence, hole: Placeholder) -> int:
    """The update that a placeholder means."""
    if sentence.speaks_of is None:
        return hole.at(0)
    target = step.ask[sentence.speaks_of].target()
    if sentence.first > sentence.speaks_of and target is not None:
        return hole.at(target.after)
    return hole.at(step.start(sentence.speaks_of))


def _empty(step: Step, sentence: Sentence, hole: Placeholder) -> str:
    """Why a placeholder has no value; empty where it has one."""
    update = _update(step, sentence, hole)
    trace = step.listing.run(_values(step, sentence), updates=update, quiet=True)
    if update > trace.updates:
        return f"`{{{hole.name}@{update}}}` is further than the run goes"
    if trace.value(hole.name, update) is not None:
        return ""
    if update == 0:
        first = f"`{hole.name}` has no value before the first update"
        return f"{first}; write {{{hole.name}@1}}" if sentence.first else first
    return f"`{hole.name}` has no value at update {update}"


def _moment(step: Step, number: int) -> Moment | None:
    """That of the 0-based question; None where its answer tells no number."""
    question = step.ask[number]
    target = question.target()
    if target is None:
        return None
    trace = step.listing.run(question.with_, updates=target.after, quiet=True)
    start = step.start(number)
    told = (q.target() for q in step.ask[:number] if dict(q.with_) == dict(question.with_))
    known = {other.name for other in told if other and other.after == target.after}
    if target.after <= start + 1:
        known |= set(step.show)
    rows = [trace.row(update) for update in range(max(0, start - LOOK_BACK), start + 1)]
    last = trace.row(target.after)
    values = [value for row in rows for value in row.values()]
    values += [*step.listing.parameters.values(), *(last.get(name) for name in known)]
    seen = tuple(v for v in values if isinstance(v, int | float) and not isinstance(v, bool))
    known.discard(target.name)
    return Moment(question, target, start, seen, frozenset(known), last.get(target.name))


def _told(step: Step, sentence: Sentence, hole: Placeholder, moment: Moment, own: bool) -> str:
    """Why a placeholder gives an answer away; empty where it does not."""
    question, target = moment.question, moment.target
    update = hole.at(moment.start) if sentence.speaks_of is None else _update(step, sentence, hole)
    away = f"`{{{hole.name}}}` gives away the answer to `{question.key}: {target.name}`"
    if update < target.after:
        return ""
    if hole.name == target.name:
        return away
    if own and sentence.first == (sentence.speaks_of or 0) and hole.name not in moment.known:
        return f"`{{{hole.name}}}` is a value at update {update}, which is still asked about"
    trace = step.listing.run(question.with_, updates=update, quiet=True)
    return away if _is_truth(trace.value(hole.name, update), moment) else ""


def _is_truth(value: Value, moment: Moment) -> bool:
    """Whether a value is the right one, and not one that is seen anyway."""
    truth = moment.truth
    if not isinstance(value, int | float) or not isinstance(truth, int | float):
        return False
    return same(value, truth) and not any(same(truth, seen) for seen in moment.seen)


def _numerals(text: str, moment: Moment) -> Iterator[tuple[int, str]]:
    """Where the right answer stands in a text in figures."""
    truth = moment.truth
    if not isinstance(truth, int | float) or any(same(truth, seen) for seen in moment.seen):
        return
    for match in _NUMERAL.finditer(text):
        numeral = match.group().replace("−", "-")
        digits = _significant(numeral)
        if digits >= 2 and _stands_for(numeral, digits, truth):
            asked = f"`{moment.question.key}: {moment.target.name}`"
            yield match.start(), f"{match.group()} gives away the answer to {asked}"


def _significant(numeral: str) -> int:
    """Significant digits of a numeral as written."""
    mantissa = re.split("[eE]", numeral)[0].lstrip("-")
    return len(
        mantissa.replace(".", "").strip("0")
        if "." not in mantissa
        else mantissa.replace(".", "").lstrip("0")
    )


def _stands_for(numeral: str, digits: int, truth: Number) -> bool:
    """Whether a numeral is the truth, or the truth rounded to three digits or more."""
    if same(float(numeral), truth):
        return True
    return digits >= 3 and float(f"{truth:.{digits}g}") == float(numeral)
