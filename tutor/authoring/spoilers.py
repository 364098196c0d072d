"""What a step's sentences, values and picture tell before a question is answered: never the answer.

Which numbers tell it is decided in `session.secrets`. A session withholds what it computes itself;
its author hears of it here.

A placeholder without `@` means the value now where it stands before the answer (text, `say`, hint,
options), and the value asked for where it stands after it (`because`, `reveal`).
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from tutor.course.markup import Placeholder, placeholders
from tutor.course.model import Step
from tutor.course.questions import Fault, Question
from tutor.course.ranges import draw
from tutor.course.validate import place_in
from tutor.course.yaml_tree import Where
from tutor.engine.numbers import Number, number, numbers_in, same
from tutor.engine.places import overlap, variable_of
from tutor.engine.trace import number_at
from tutor.errors import ListingError
from tutor.session.picture.curve import slope, source
from tutor.session.picture.plot import steepness
from tutor.session.secrets import NUMERAL, RELATED, Secrets, copies, readings, telling, values_in
from tutor.session.task import Task

_NOTE = re.compile(r"#.*")
_SHARES = dict(
    zip(
        RELATED,
        ("", "the negative of ", "half ", "minus half ", "twice ", "minus twice "),
        strict=True,
    )
)
"""How each number that is related to an answer is called."""
LOOK_BACK = 50
"""Updates before the asked one whose values count as seen."""
DRAWS = 20
"""Draws of fresh numbers in which values are held against the answer."""


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
    holds: bool = False
    """It is the right one: once it is given, it tells what a later question asks."""
    plain: bool = False
    """It is shown as it is, braces included."""


def sentences(step: Step) -> Iterator[Sentence]:
    """Everything that is said in a step, with when it is said."""
    count = len(step.ask)
    yield Sentence(("title",), step.title, 0, None, plain=True)
    yield Sentence(("text",), step.text, 0, None)
    for k, question in enumerate(step.ask):
        for said in question.sentences():
            path: Where = ("ask", k, *said.path)
            yield Sentence(path, said.text, k + said.after, k, said.offered, said.right)
    yield Sentence(("reveal",), step.reveal, count, count - 1 if count else None)


class Moment:
    """The run that a question asks about, just before its answer."""

    def __init__(self, task: Task) -> None:
        target = task.target
        assert target is not None
        self.task = task
        self.target = target
        """What its answer tells."""
        self.asked = f"`{task.question.key}: {target.name}`"
        self.secrets = Secrets(task.ask, (target,), known=task.start)

    @cached_property
    def known(self) -> frozenset[str]:
        """Variables of the asked update that are already shown or answered."""
        target = self.target
        shown = self.task.shows if target.after <= self.task.start + 1 else ()
        told = {name for name in shown if not self.secrets.hides(name, target.after)}
        return (self.task.told(answered=False) | told) - {target.name}

    @cached_property
    def seen(self) -> tuple[Number, ...]:
        """Numbers that the learner has before their eyes."""
        listing, start = self.task.ask.code, self.task.start
        trace = self.task.ask.run(self.target.after)
        rows = [trace.row(update) for update in range(max(0, start - LOOK_BACK), start + 1)]
        last = trace.row(trace.updates)
        values = [value for row in rows for value in row.values()]
        values += [*listing.parameters.values(), *(last.get(name) for name in self.known)]
        values += values_in(_without_notes(listing.code))
        every = (number for value in values for number in numbers_in(value))
        return tuple(one for one in every if not isinstance(one, bool))


def faults(step: Step, moments: Sequence[Moment | None]) -> Iterator[tuple[Where, int, str]]:
    """What is wrong in the sentences of a step that has a listing: the path from the step, the
    0-based offset in the text there, and what. `moments` are those of its questions; None where an
    answer tells no number."""
    for sentence in sentences(step):
        holes = () if sentence.plain else placeholders(sentence.text)
        found = [(hole.offset, _empty(step, sentence, hole)) for hole in holes]
        for at in range(sentence.first, len(step.ask)):
            moment = moments[at]
            if moment is None or not _same_run(step, sentence, moment.task.question):
                continue
            own = at == sentence.first
            found += [(hole.offset, _told(step, sentence, hole, moment, own)) for hole in holes]
            if not sentence.offers or sentence.holds:
                found += _numerals(sentence.text, moment)
        yield from ((sentence.path, offset, what) for offset, what in found if what)


def shown(moment: Moment) -> Iterator[Fault]:
    """The values beside the lines, the marks and the slope that tell an answer, at the author's
    numbers or at most of those that are drawn."""
    task, step = moment.task, moment.task.step
    reasons = _reasons(moment)
    if task.kind.drawable(task.question, step):
        draws = Counter[Where]()
        chance = random.Random(step.id)
        for _ in range(DRAWS):
            drawn = task.with_constants(draw(step.varied(task.question), chance))
            try:
                draws.update([] if drawn.fault else list(_reasons(Moment(drawn), drawn=True)))
            except ListingError:
                continue  # lint tells of such draws
        for path, count in draws.items():
            if count > DRAWS / 2:
                most = f"in {count} of {DRAWS} draws it tells the answer to {moment.asked}"
                reasons.setdefault(path, most)
    for path, why in reasons.items():
        if "show" in path:
            name = task.shows[int(path[-1])]
            what = f"`show` gives the answer away: {why}"
            yield Fault(path, what if name == moment.target.name else f"{what}; take it out")
        elif path[-1] == "tangent":
            yield Fault(path, f"`tangent` gives away the answer to {why}", at_key=True)
        else:
            yield Fault(path, f"this mark gives the answer away: {why}", at_key=True)


def order(moment: Moment) -> Iterator[Fault]:
    """The earlier questions about this run whose answers tell this one."""
    task, target = moment.task, moment.target
    for earlier in task.step.ask[: task.number]:
        first = earlier.target()
        if first is None or not first.exact or earlier.with_ != task.question.with_:
            continue
        when = f" (after {first.after})" if first.name == target.name else ""
        asked = f"`{earlier.key}: {first.name}`{when}"
        if first.name == target.name and first.after == target.after:
            why, cure = "" if target.exact else "the number tells the way", "ask the way first"
        else:
            made = moment.secrets.made_of(first.name, first.after)
            why, cure = f"it follows from `{target.name}`" if made else "", "ask this one first"
        if why:
            what = f"{asked} is answered before {moment.asked}, and gives it away: {why}; {cure}"
            yield Fault(("ask", task.number, task.question.key), what, at_key=True)


def _reasons(moment: Moment, drawn: bool = False) -> dict[Where, str]:
    """Where something is shown that tells the answer, and why it does. A mark that happens to stand
    there at the author's numbers only waits for the answer; `drawn`: these are others."""
    task, step, target = moment.task, moment.task.step, moment.target
    listing, secrets = task.ask.code, moment.secrets
    found: dict[Where, str] = {}
    written: Where = ("show",)
    if task.question.show is not None:
        written = ("ask", task.number, "show")
    for index, name in enumerate(task.shows):
        if target.after > task.start + 1 and name != target.name:
            continue
        if overlap(name, target.name):
            found[*written, index] = f"`{name}` is asked"
        elif name not in task.told(answered=False) and secrets.hides(name, target.after):
            found[*written, index] = f"`{name}` {_why(moment, name)}"
    bowl = step.picture()
    if bowl is None:
        return found
    x = task.now(task.start).get(bowl.x)
    if bowl.tangent and x is not None:
        steep = slope(source(listing, task.values, bowl.x, bowl.y), x, max(1.0, abs(x)))
        if secrets.tells(steep, steepness, related=False):
            found["bowl", "tangent"] = f"{moment.asked}: it writes the slope there"
    for label, expression in bowl.marks.items():
        path: Where = ("bowl", "marks", label)
        if target.exact and any(_numerals(label, moment)):
            found[path] = f"its label has the answer to {moment.asked}"
        elif drawn and not any(listing.assigns(name) for name in listing.names_in(expression)):
            with suppress(ListingError):  # it speaks of what no update has made yet
                place = listing.evaluate(expression, task.standing(task.start))
                if isinstance(place, int | float) and secrets.tells(place):
                    found[path] = moment.asked
    return found


def _why(moment: Moment, name: str) -> str:
    """Why a variable tells the answer."""
    listing, target = moment.task.ask.code, moment.target
    variable, asked = variable_of(name), variable_of(target.name)
    if variable in copies(listing, asked):
        return f"is `{target.name}` by another name or sign, which is asked"
    if variable in telling(listing, asked):
        return f"follows from `{target.name}`, which is asked"
    value, truth = moment.task.ask.value(name, target.after), moment.task.ask.truth
    written = {number(one) for one in numbers_in(value)}
    tells = [(f * truth, f"{share}the answer to {moment.asked}") for f, share in _SHARES.items()]
    for other in sorted(telling(listing, asked) - {asked}):
        made = number_at(moment.task.ask.run(target.after), other, target.after)
        what = f"`{other}`, which follows from the asked `{target.name}`"
        tells += [(made, f"the value of {what}"), (-made, f"the negative of {what}")]
    why = (f"is {number(one + 0.0)}, {what}" for one, what in tells if number(one + 0.0) in written)
    return next(why, f"tells the answer to {moment.asked}")


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


def _told(step: Step, sentence: Sentence, hole: Placeholder, moment: Moment, own: bool) -> str:
    """Why a placeholder gives an answer away; empty where it does not."""
    target = moment.target
    start = moment.task.start
    update = hole.at(start) if sentence.speaks_of is None else _update(step, sentence, hole)
    if update <= start or (hole.name in moment.known and update == target.after):
        return ""
    before = own and sentence.first == (sentence.speaks_of or 0) and update >= target.after
    written = sentence.text[hole.offset : sentence.text.index("}", hole.offset) + 1]
    gives = (
        f"`{written}` gives away the answer to {moment.asked}; say it in that question's `reveal`"
    )
    if hole.name == target.name and update >= target.after:
        return gives
    if before:
        return f"`{written}` is a value at update {update}, which is still asked about"
    value = moment.task.ask.value(hole.name, update)
    told = update == target.after and moment.secrets.hides(hole.name, update)
    told = told or (isinstance(value, int | float) and moment.secrets.tells(value))
    return gives if told else ""


def _numerals(text: str, moment: Moment) -> Iterator[tuple[int, str]]:
    """Where the right answer, its negative, half or double stands in a text in figures."""
    truth = moment.task.ask.truth
    if not moment.target.exact:
        return
    for match in NUMERAL.finditer(text):
        for numeral in readings(match.group()):
            digits = _significant(numeral)
            if digits < 2 or any(same(float(numeral), seen) for seen in moment.seen):
                continue
            if any(_stands_for(numeral, digits, factor * truth) for factor in RELATED):
                yield match.start(), f"{match.group()} gives away the answer to {moment.asked}"
                break


def _without_notes(code: str) -> str:
    """A listing without its comments, and what stands in them is no number of the listing."""
    return _NOTE.sub("", code)


def notes(moment: Moment) -> Iterator[Fault]:
    """Where a comment of the listing, or what is said of a mistake while tries are left, holds the
    answer in figures."""
    for match in _NOTE.finditer(moment.task.step.code):
        for offset, what in _numerals(match.group(), moment):
            place = place_in(moment.task.step.code, match.start() + offset)
            yield Fault(("code",), what, inside=place)
    for name, mistake in moment.task.mistakes.items():
        for _, what in _numerals(mistake.say, moment):
            yield Fault(
                ("ask", moment.task.number), f"what is said of the mistake `{name}`: {what}"
            )


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
