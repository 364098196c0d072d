"""Whether the names in a lesson are names that its listings have. Nothing is run here."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from tutor.course.markup import PlaceholderError, placeholders
from tutor.course.model import Bowl, Lesson, Mistake, Step
from tutor.course.questions import (
    Fault,
    check_claim,
    check_constant,
    check_constants,
    check_variable,
    said,
    unknown,
)
from tutor.course.yaml_tree import Document, Node, Where
from tutor.engine.grammar import parse
from tutor.errors import ListingError, nearest

if TYPE_CHECKING:
    from tutor.engine.listing import Listing


class Validator:
    """Notes in `document` what is wrong with a lesson that is right in shape."""

    def __init__(self, document: Document, shared: Iterable[str] = ()) -> None:
        self.document = document
        self.faulty = [problem.line for problem in document.problems]
        """Lines of what was left out for its faults."""
        self.guessed: frozenset[str] = frozenset()
        """Names of the step in hand whose values are not what its author meant."""
        self.shared = frozenset(shared)
        """Names of mistakes declared elsewhere: the course's, and those with faults."""

    def lesson(self, lesson: Lesson) -> None:
        """Check all of a lesson."""
        self.mistakes(lesson.mistakes)
        known = self.shared | frozenset(lesson.mistakes)
        seen: dict[str, int] = {}
        for index, step in enumerate(lesson.steps):
            place: Where = ("steps", index)
            node = self.node(*place, "id")
            if step.id in seen:
                first = f"the step on line {seen[step.id]} has the id `{step.id}` too"
                self.document.problem(node, f"{first}; each step has its own")
            seen.setdefault(step.id, node.line)
            self.step(step, place, known)

    def node(self, *path: str | int) -> Node:
        """The node at a path, or the nearest one above it."""
        return self.document.root.at(path)

    def whole(self, place: Where) -> bool:
        """Nothing of a step was left out: what is missing here is missing in the file."""
        steps = self.document.root.at(place[:1]).items or []
        index = place[1]
        assert isinstance(index, int)
        first = self.node(*place).line
        last = steps[index + 1].line if index + 1 < len(steps) else len(self.document.lines) + 1
        return not any(first <= line < last for line in self.faulty)

    def mistakes(self, mistakes: Mapping[str, Mistake]) -> None:
        """Each rule is one assignment."""
        for name, mistake in mistakes.items():
            what = _rule_fault(mistake.rule)
            if what:
                self.document.problem(self.node("mistakes", name, "rule"), what)

    def step(self, step: Step, place: Where, mistakes: frozenset[str]) -> None:
        """Check one step; `place` is its path, `mistakes` the names that it may hide."""
        for index, name in enumerate(step.hides):
            if name not in mistakes:
                self.note([unknown(("hides", index), name, mistakes, "mistake")], place)
        listing = self.code(step, place)
        if listing is not None:
            self.note(_names(step, listing, self.guessed), place)
        elif not step.code and self.whole(place):
            self.note(_without_code(step), place)
        for index, question in enumerate(step.ask):
            here: Where = (*place, "ask", index)
            if listing is not None or not question.needs_listing:
                self.note(question.faults(listing), here)
        self.sentences(step, listing, place)

    def note(self, found: Iterable[Fault], place: Where) -> None:
        """Note the faults of the part at `place`."""
        for fault in found:
            if not fault.missing or self.whole(place):
                fault.note(self.document, place)

    def code(self, step: Step, place: Where) -> Listing | None:
        """The step's listing, mended where it has faults; None where there is none, or none that
        can be used."""
        from tutor.engine.listing import recovered

        self.guessed = frozenset()
        if not step.code or self.document.full:
            return None
        node = self.node(*place, "code")
        here = self.document.lines[node.line - 1] if self.document.lines else ""
        folded = node.style == ">" or (node.style == "" and node.raw.strip() not in here)
        if node.style != "|" and (folded or "\n" in step.code.strip()):
            what = "write the listing after `code: |`, so that lines stay"
            self.document.problem(node, what)
            return None
        found = recovered(step.code)
        for error in found.faults:
            place_inside = self.document.inside(node, error.line, error.column)
            self.document.problem_at(*place_inside, said(error))
        self.guessed = found.guessed
        return found.listing

    def sentences(self, step: Step, listing: Listing | None, place: Where) -> None:
        """Every placeholder can be read, and names a variable of the listing."""
        names = listing.variables if listing is not None else ()
        for path, text in sentences(step):
            node = self.node(*place, *path)
            try:
                found = placeholders(text)
            except PlaceholderError as error:
                self.document.problem_at(*spot(self.document, node, error.offset), str(error))
                continue
            known = listing is not None or (not step.code and self.whole(place))
            for hole in found:
                if hole.name not in names and known:
                    what = f"`{{{hole.name}}}` is not a variable of the listing"
                    line, column = spot(self.document, node, hole.offset)
                    self.document.problem_at(line, column, what, nearest(hole.name, names))


def _without_code(step: Step) -> Iterator[Fault]:
    """A page to read asks nothing of a listing."""
    for key in ("edit", "show", "expect", "quiz"):
        if getattr(step, key):
            yield Fault((key,), f"`{key}` needs a listing under `code:`", at_key=True)
    for index, question in enumerate(step.ask):
        if question.needs_listing:
            yield Fault(("ask", index), f"`{question.key}` needs a listing under `code:`")


def _names(step: Step, listing: Listing, guessed: frozenset[str]) -> Iterator[Fault]:
    """What a step says about its listing's constants and variables."""
    yield from check_constants(step.edit, listing, ("edit",))
    for name, range_ in step.edit.items():
        value = listing.parameters.get(name)
        if value is None or name in guessed or range_.from_ <= value <= range_.to:
            continue
        what = f"`{name}` is {value} in the listing, outside {range_.from_} … {range_.to}"
        yield Fault(("edit", name), what)
    for index, name in enumerate(step.show):
        yield from check_variable(name, listing, ("show", index))
    if isinstance(step.bowl, Bowl):
        yield from _bowl(step.bowl, listing, ("bowl",))
    if step.quiz is not None:
        yield from check_constants(step.quiz.vary, listing, ("quiz", "vary"))
    if step.expect:
        yield from check_claim(step.expect, listing, ("expect",))


def sentences(step: Step) -> Iterator[tuple[Where, str]]:
    """Every sentence of a step that may hold placeholders, with its path from the step."""
    yield ("text",), step.text
    yield ("reveal",), step.reveal
    for index, question in enumerate(step.ask):
        for sentence in question.sentences():
            yield ("ask", index, *sentence.path), sentence.text


def _bowl(bowl: Bowl, listing: Listing, place: Where) -> Iterator[Fault]:
    """The axes, the marks and the second curve."""
    yield from check_constant(bowl.x, listing, (*place, "x"))
    yield from check_variable(bowl.y, listing, (*place, "y"))
    yield from check_constants(bowl.compare, listing, (*place, "compare"))
    for label, text in bowl.marks.items():
        try:
            listing.names_in(text)
        except ListingError as error:
            yield Fault((*place, "marks", label), said(error))


def spot(document: Document, node: Node, offset: int) -> tuple[int, int]:
    """The place in the file of a 0-based offset into a text."""
    before = node.raw[:offset]
    line = before.count("\n") + 1
    return document.inside(node, line, offset - (before.rfind("\n") + 1) + 1)


def _rule_fault(rule: str) -> str:
    """What is wrong with a mistake's rule; empty where nothing is."""
    wanted = "expected one assignment, such as `weight = weight + alpha * derivative`"
    try:
        body = parse(rule.strip()).body
    except ListingError:
        return f"this is not an assignment; {wanted}"
    match body:
        case [ast.Assign(targets=[ast.Name()])]:
            return ""
        case _:
            return wanted
