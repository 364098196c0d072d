"""From where a learner stands to what a view shows.

What may be told before an answer is decided in `secrets`. `Session`, the base of a lesson's and a
quiz's, hands out all three: the view, the scene, and the scene in sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tutor.course.markup import spans
from tutor.engine.numbers import gap, number
from tutor.engine.places import names_in, place_of, put, variable_of
from tutor.grading import messages
from tutor.grading.answer import bare
from tutor.grading.ask import Judged
from tutor.grading.kinds import kind_of
from tutor.grading.kinds.base import Input
from tutor.session import lines
from tutor.session.picture.plot import plot_view
from tutor.session.secrets import values_in
from tutor.session.view import ListingLine, Parameter, Phase, QuestionView, Table, View

if TYPE_CHECKING:
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Value
    from tutor.engine.trace import Trace
    from tutor.grading.ask import Verdict
    from tutor.session.exercise import Exercise
    from tutor.session.picture.described import Described
    from tutor.session.picture.scene import Frame, Scene
    from tutor.session.task import Task


BEFORE = "your lines as they were"
"""How an answer of several lines is called."""
LONGEST_ANSWER = 16
"""Characters of an answer before what is said of it."""


class Session:
    """What a lesson and a quiz have in common: one exercise in hand, and a picture of it."""

    _here: Exercise

    def scene(self, held: Frame | None = None) -> Scene | None:
        """What the chart shows now, within the axis limits `held` as long as these serve; None
        where there is no picture."""
        from tutor.session.picture.moment import picture_of  # comes with the first picture

        return picture_of(self._here, held)

    def described(self) -> Described:
        """The same picture in sentences."""
        from tutor.session.picture.moment import told_of

        return told_of(self._here)


def present(exercise: Exercise, *, right: int = 0, asked: int = 0, standing: str = "") -> View:
    """All that may be shown now. `right` of the questions `asked` in the course were answered
    right at the first try; `standing` is how the step stands."""
    task, policy = exercise.task, exercise.policy
    lesson, step = task.lesson, task.step
    reading = exercise.reading
    target = task.target
    exact = exercise.settled and target is not None and target.exact
    # in words only where the author's own do not tell it
    told = exact or (exercise.settled and not policy.words)
    guessed = exercise.guessed
    ask = guessed or task.ask
    truth = kind_of(ask.question).truth(ask) if told or guessed else ""
    you = exercise.guess if exact or guessed else None
    withheld = exercise.phase is Phase.WITHHELD
    explained, closing = _after_the_answer(exercise)
    question = _question(exercise)
    trace = task.ask.run(exercise.updates_shown) if task.listing is not None else None
    tabled = None if exercise.blanked else trace
    return View(
        lesson_id=lesson.id,
        lesson=lesson.title,
        step_id=step.id,
        step=step.title,
        index=lesson.steps.index(step) + 1,
        total=len(lesson.steps),
        right=right,
        asked=asked,
        phase=exercise.phase,
        text=_text(exercise) if policy.words else "",
        listing=_lines(exercise, question),
        parameters=_parameters(exercise),
        question=question,
        typed=exercise.typed,
        aimed=exercise.aimed if exercise.typed else 0.0,
        reading=reading,
        verdict=None if withheld else _verdict(exercise),
        said_of="" if withheld else _said_of(exercise),
        asked_about=exercise.says_again,
        explained=explained if policy.words else "",
        closing=closing if policy.words else "",
        worked=_worked(exercise),
        you="" if you is None else number(you),
        truth=truth,
        off=gap(you, ask.truth) if you is not None and truth else "",
        plot=plot_view(exercise),
        table=tabled and _table(exercise, tabled),
        output=_output(exercise, trace) if trace is not None else "",
        updates=exercise.updates_shown,
        picture=exercise.view,
        scroll=exercise.line,
        note=exercise.note,
        can_run=policy.explore and exercise.can_run,
        loops=task.ask.loops,
        can_guess=policy.explore and exercise.can_guess,
        can_replay=bool(exercise.own_trail),
        next=_next(exercise),
        standing=standing,
    )


def _verdict(exercise: Exercise) -> Verdict | None:
    """What is said of the answer, and where several mistakes give it the question which it was."""
    verdict = exercise.verdict
    if verdict is None or verdict.kind is not Judged.AMBIGUOUS:
        return verdict
    if not exercise.asks_which:
        return verdict._replace(say=messages.without_letters(verdict.say))
    return verdict._replace(say=f"{verdict.say}\n\n{messages.WHICH}")


def _said_of(exercise: Exercise) -> str:
    """The answer that the verdict speaks of, where another one stands in the field."""
    verdict, kind = exercise.verdict, exercise.task.kind
    if verdict is None or not verdict.attempt or exercise.phase is not Phase.ASK:
        return ""
    answer, typed = map(bare, (exercise.answer, exercise.typed))
    if not answer or answer == typed:
        return ""
    if kind.input is Input.LINES:
        return BEFORE
    if kind.shortcuts and answer.isdecimal():
        return exercise.options[int(answer) - 1]
    return answer if len(answer) <= LONGEST_ANSWER else f"{answer[: LONGEST_ANSWER - 1]}…"


def _after_the_answer(exercise: Exercise) -> tuple[str, str]:
    """What is said of the answered question beside its verdict, and what stays to be read while the
    learner explores: the author's words, and where they are missing the right answer.

    With the learner's own constants only words that tell nothing of the run: the others speak of
    the author's numbers. Of an answer at such constants nothing is told but what is asked of them.
    Nor is it while the run has not come to what they tell: then that can be guessed anew.
    """
    task = exercise.task
    if not task.asks or not (exercise.settled or exercise.free):
        return "", ""
    own_run = task.kind.of_run or not task.changed
    there = own_run and (exercise.settled or exercise.ran >= task.after)

    def filled(text: str) -> str:
        of_others = not there and ("{" in text or any(sign.isdigit() for sign in text))
        return task.ask.filled(text, task.after, answered=True).strip() if not of_others else ""

    told = task.target is not None and own_run and bool(task.question.reveal)
    here = exercise.settled or task.target is None  # in explore the next update is another one
    gone = exercise.tries_left == 0 and here and not told  # where the author does not tell it
    said = [filled(task.kind.missed(task.ask)) if gone else ""]
    said.append(filled(task.question.reveal) if own_run else "")
    if exercise.settled or not task.changed:
        by_chance = task.kind.by_chance(task.ask)
        said.append(messages.also_right([task.mistakes[name].shown for name in by_chance]))
    over = task.final and not task.again
    closing = filled(task.step.reveal) if over else ""
    explained = "\n\n".join(text for text in said if text)
    if exercise.settled:
        return explained, closing
    return "", "\n\n".join(text for text in (explained, closing) if text)


def _worked(exercise: Exercise) -> str:
    """The asked line with its numbers, once all of them are known."""
    task = exercise.task
    guessed = exercise.guessed
    if guessed is not None:
        return kind_of(guessed.question).worked(guessed)
    if not exercise.settled or task.line_is_secret:
        return ""
    return task.worked


def _text(exercise: Exercise) -> str:
    """The author's words, and why there is nothing beneath them where it cannot be run."""
    task = exercise.task
    update = exercise.ran if exercise.running else task.start
    text = exercise.ask.filled(task.step.text, update, answered=exercise.settled)
    return f"{text}\n\n{messages.no_run(task.fault)}" if task.fault else text


def _lines(exercise: Exercise, question: QuestionView | None) -> tuple[ListingLine, ...]:
    """The listing with what may stand beside its lines."""
    task = exercise.task
    listing = task.listing
    if listing is None:
        return ()
    code = listing.with_values(task.values).splitlines()
    if exercise.blanked:
        return tuple(
            ListingLine(n, text) for n, text in enumerate(_without_update(listing, code), 1)
        )
    update = exercise.listed
    if exercise.running:
        shown: Mapping[str, Value] = task.ask.run(update).row(update) if update else {}
        asked = task.variable if exercise.can_guess and not update else ""
    elif exercise.checked:
        shown, asked = task.ask.run(update).row(update), ""
    else:
        shown = task.shown(answered=exercise.settled)
        predicts = task.target is not None
        asked = task.variable if predicts and not exercise.settled else ""
    set_by: Mapping[str, int] = {}
    if any(len(listing.assigns(name)) > 1 for name in shown):
        set_by = task.set_by(update)
    beside = _beside(listing, shown, set_by, asked, withhold=exercise.open)
    for name in task.shows:  # worked out before the first update
        if not listing.assigns(name) and (value := shown.get(name)) is not None:
            beside |= dict.fromkeys(listing.prepares(name), (number(value), False))
    named = lines.about(listing, code, _named(exercise, question))
    # what a run is to bring about
    asks = question is not None and not question.free
    watched = set(task.kind.watched(task.ask)) if asks else set[str]()
    about = lines.about(listing, code, watched) or named
    needed = lines.needed(listing, about) | (named - about)
    return tuple(
        ListingLine(
            n,
            text,
            *beside.get(n, ("", False)),
            reached=n in beside,
            about=n in about,
            needed=n in needed,
        )
        for n, text in enumerate(code, 1)
    )


def _named(exercise: Exercise, question: QuestionView | None) -> set[str]:
    """The variable that is asked or explored; where the question asks for none, the code in its
    words and its hint's, or without any the constants that they name and no update changes."""
    listing = exercise.task.listing
    if question is None or question.free or exercise.task.target is not None:
        return {exercise.task.variable}
    words = " ".join((question.prompt, *exercise.task.question.hint))
    code = {span.text for span in spans(words) if span.mark == "code"}
    if code or listing is None:
        return code
    said = listing.parameters.keys() & names_in(words)
    return {name for name in said if not listing.assigns(name)}


def _beside(
    listing: Listing,
    shown: Mapping[str, Value],
    set_by: Mapping[str, int],
    asked: str,
    *,
    withhold: bool,
) -> dict[int, tuple[str, bool]]:
    """What stands beside each line of the update: a value, `?`, or `·` for withheld. Of several
    lines for one variable the value stands beside the one that has set it."""
    beside: dict[int, tuple[str, bool]] = {}
    for name in listing.variables:
        lines = listing.assigns(name)
        value = shown.get(name)
        if isinstance(value, list):
            value = _dotted(value)
        if isinstance(value, list) and name == variable_of(asked):
            value = put(value, place_of(asked).at, "?")
        elif not lines or name == variable_of(asked):
            continue
        if value is not None and len(lines) == 1:
            beside[lines[0]] = (number(value), False)
        elif value is not None and name in set_by:
            beside[set_by[name]] = (number(value), False)
        elif value is not None:
            continue  # no line has set it in this update
        elif withhold and asked:
            beside.update(dict.fromkeys(lines, ("·", False)))
    for line in listing.assigns(asked):
        known = beside.get(line, ("", False))[0]  # other values of its list
        beside[line] = (known if "?" in known else "?", True)
    return beside


def _dotted(value: Value) -> Value:
    """A list with `·` for each value that may not be told."""
    if isinstance(value, list):
        return [_dotted(one) for one in value]
    return "·" if value is None else value


def _without_update(listing: Listing, code: list[str]) -> list[str]:
    """The code without the lines of its update, which are to be written from memory."""
    first = listing.body.start
    indent = code[first - 1][: len(code[first - 1]) - len(code[first - 1].lstrip())]
    return [*code[: first - 1], indent + "…", *code[listing.body.stop - 1 :]]


def _parameters(exercise: Exercise) -> tuple[Parameter, ...]:
    """The constants, which of them may be changed, and where they are now."""
    task = exercise.task
    if task.listing is None:
        return ()
    update = exercise.updates_shown
    begun, now = task.standing(0), {**task.standing(update), **task.now(update)}
    found = []
    for name, own in _constants(exercise):
        value = begun[name] if own is None else task.values.get(name, own)
        range_ = task.step.edit.get(name)
        found.append(
            Parameter(
                name=name,
                value=value,
                now=now.get(name, value),
                editable=exercise.can_set(name),
                lo=range_.from_ if range_ else 0,
                hi=range_.to if range_ else 0,
                by=range_.by if range_ else 0,
                changed=own is not None and value != task.question.with_.get(name, own),
            )
        )
    return tuple(found)


def _constants(exercise: Exercise) -> Iterator[tuple[str, Value]]:
    """The constants, and the lists of them that updates change; of lists those alone that can be
    changed, or have been."""
    task = exercise.task
    assert task.listing is not None
    lists: set[str] = set()
    for name, own in task.listing.parameters.items():
        variable = variable_of(name)
        if variable != name and variable not in lists:
            lists.add(variable)
            if task.listing.assigns(variable) and task.listing.constants_in(variable):
                yield variable, None
        if variable == name or name in task.step.edit or name in task.values:
            yield name, own


def whole_prompt(task: Task, question: QuestionView | None, *, digits: bool = False) -> str:
    """The question as it is understood away from the screen: where the run is, where a number of it
    is asked, what is asked and, with `digits`, to how many."""
    target, state = task.target, ""
    if target is not None and target.after == 1 and task.ask.loops:
        state = "" if task.question.by_itself.say else messages.FIRST_UPDATE  # for "now", "this"
    if target is not None and task.start and task.listing is not None:
        now = task.standing(task.start).items()
        moved = {name: value for name, value in now if task.listing.assigns(name)}
        state = messages.standing(task.start, moved)
    asked = "" if question is None else question.asked if digits else question.prompt
    return f"{state} {asked}".strip()


def _question(exercise: Exercise) -> QuestionView | None:
    """The open question in words."""
    task, policy = exercise.task, exercise.policy
    if exercise.free:
        if not exercise.can_guess:
            return None
    elif not task.asks or exercise.phase is Phase.END:
        return None
    ask = exercise.guessed or exercise.ask
    kind, question = kind_of(ask.question), ask.question
    others = task.alone or (
        task.changed and not kind.of_run
    )  # other numbers than the words speak of
    own_words = "" if others and question.target() is not None else question.say
    if task.alone and not ask.again:
        own_words = question.by_itself.say or own_words
    hints = question.hint if policy.words else ()
    left = exercise.tries_left
    wanted = messages.in_digits(ask.digits) if ask.waits and kind.input is Input.NUMBER else ""
    return QuestionView(
        kind=kind.name,
        input=kind.input,
        prompt=ask.filled(own_words or kind.prompt(ask), answered=exercise.settled).rstrip(),
        wanted=wanted,
        variable=ask.variable if ask.free else task.variable,
        after=ask.after,
        options=kind.choices(ask),
        shortcuts=kind.shortcuts,
        authored=kind.authored,
        lines=kind.lines(ask),
        hint=_hint(exercise, hints[: exercise.hinted]) if not exercise.settled else "",
        more_hints=max(len(hints) - exercise.hinted, 0),
        tries_left=left,
        number=1 if ask.free else task.number + 1,
        count=1 if ask.free else len(task.step.ask),
        free=ask.free,
    )


def _hint(exercise: Exercise, hints: Sequence[str]) -> str:
    """The hints that were asked for; they are said to be for the author's numbers where others are
    in force. A guess in explore has none."""
    task, hint = exercise.task, "\n\n".join(one.strip() for one in hints)
    if not hint or not task.changed or task.alone or task.kind.of_run:
        return exercise.ask.filled(hint)
    return messages.of_the_first_numbers(task.with_constants({}).ask.filled(hint))


def _table(exercise: Exercise, trace: Trace) -> Table:
    """The updates shown whole; what is worked out before the first of them may be an answer."""
    secrets = exercise.secrets
    hidden = [secrets.hides(name, 0) for name in trace.names]
    blank = [
        tuple(None if hides else value for value, hides in zip(row, hidden, strict=True))
        for row in (trace.rows if any(hidden) else ())
    ]
    return Table(tuple(trace.names), tuple(blank or trace.rows), exercise.ask.code.lists)


def _output(exercise: Exercise, trace: Trace) -> str:
    """What the updates shown whole printed; a line from before the first of them may hold an
    answer that is worked out there."""
    secrets, constants = exercise.secrets, exercise.task.constants.values()
    before = exercise.task.ask.run(0).output
    told = [
        "·\n"
        if any(value not in constants and secrets.tells(value) for value in values_in(line))
        else f"{line}\n"
        for line in before.splitlines()
    ]
    return "".join(told) + trace.output[len(before) :]


def _next(exercise: Exercise) -> str:
    """What enter does."""
    task = exercise.task
    if exercise.phase is Phase.END:
        return "home"
    if exercise.open:
        return "check" if task.kind.of_run else "commit"
    if exercise.free and exercise.typed:
        return "commit"
    if exercise.numbers_anew:
        return "once more"
    if exercise.phase is Phase.REVEALED or (task.again and not task.final):
        return "next question"
    if task.lesson.steps[-1] is not task.step:
        return "next step"
    last = task.course.beside(task.lesson, 1) is None
    return "finish" if last else "next lesson"
