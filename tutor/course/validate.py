"""Whether the names in a lesson are names that its listings have. Nothing is run here."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tutor.course.model import Bowl, Lesson, Mistake, Step
from tutor.course.part import Part
from tutor.course.questions import Choose, Reach
from tutor.course.template import PlaceholderError, placeholders
from tutor.course.yaml_tree import Document, Node, Where
from tutor.engine.parser import parse
from tutor.errors import UNPRINTABLE, ListingError, nearest

if TYPE_CHECKING:
    from tutor.course.questions import BaseQuestion
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
            self.known(name, mistakes, "mistake", (*place, "hides", index))
        listing = self.code(step, place)
        if listing is not None:
            self.names(step, listing, place)
        elif not step.code and self.whole(place):
            self.without_code(step, place)
        for index, question in enumerate(step.ask):
            here: Where = (*place, "ask", index)
            if isinstance(question, Choose) and self.whole(place):
                self.options(question, here)
            if listing is not None:
                self.question(question, listing, here)
        self.sentences(step, listing, place)

    def code(self, step: Step, place: Where) -> Listing | None:
        """The step's listing, mended where it has faults; None where there is none, or none that
        can be used."""
        from tutor.engine.recovery import mended

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
        found = mended(step.code)
        for error in found.faults:
            place_inside = self.document.inside(node, error.line, error.column)
            self.document.problem_at(*place_inside, said(error))
        if "\\" in step.code and not found.faults:
            self.escapes(step.code, node)
        self.guessed = found.guessed
        return found.listing

    def escapes(self, code: str, node: Node) -> None:
        """No text of a listing holds, once it is read, what a terminal would obey."""
        for part in ast.walk(parse(code)):
            text = part.value if isinstance(part, ast.Constant) else ""
            if isinstance(text, str) and isinstance(part, ast.expr) and UNPRINTABLE.search(text):
                line, column = self.document.inside(node, part.lineno, part.col_offset + 1)
                self.document.problem_at(line, column, "this text holds a control character")

    def without_code(self, step: Step, place: Where) -> None:
        """A page to read asks nothing of a listing."""
        given: list[tuple[str, object]] = [
            ("edit", step.edit),
            ("show", step.show),
            ("expect", step.expect),
            ("quiz", step.quiz),
        ]
        for key, value in given:
            if value:
                self.document.problem(
                    self.document.root.at(place).key(key), f"`{key}` needs a listing under `code:`"
                )
        for index, question in enumerate(step.ask):
            if not isinstance(question, Choose):
                what = f"`{question.kind}` needs a listing under `code:`"
                self.document.problem(self.node(*place, "ask", index), what)

    def names(self, step: Step, listing: Listing, place: Where) -> None:
        """What a step says about its listing's constants and variables."""
        for name, range_ in step.edit.items():
            here: Where = (*place, "edit", name)
            if self.constant(name, listing, here):
                value = listing.parameters[name]
                if name not in self.guessed and not range_.from_ <= value <= range_.to:
                    what = (
                        f"`{name}` is {value} in the listing, outside {range_.from_} … {range_.to}"
                    )
                    self.document.problem(self.node(*here), what)
        for index, name in enumerate(step.show):
            self.known(name, listing.variables, "variable", (*place, "show", index))
        if isinstance(step.bowl, Bowl):
            self.bowl(step.bowl, listing, (*place, "bowl"))
        if step.quiz is not None:
            for name in step.quiz.vary:
                self.constant(name, listing, (*place, "quiz", "vary", name))
        self.claim(step.expect, listing, (*place, "expect"))

    def bowl(self, bowl: Bowl, listing: Listing, place: Where) -> None:
        """The axes, the marks and the second curve."""
        self.constant(bowl.x, listing, (*place, "x"))
        self.known(bowl.y, listing.variables, "variable", (*place, "y"))
        for name in bowl.compare:
            self.constant(name, listing, (*place, "compare", name))
        for label, text in bowl.marks.items():
            try:
                listing.names_in(text)
            except ListingError as error:
                self.document.problem(self.node(*place, "marks", label), said(error))

    def question(self, question: BaseQuestion, listing: Listing, place: Where) -> None:
        """The names of a question about a listing."""
        for name in question.with_:
            self.constant(name, listing, (*place, "with", name))
        if isinstance(question, Reach):
            self.claim(question.reach, listing, (*place, "reach"))
        elif question.variable:
            here: Where = (*place, question.kind)
            assigned = [v for v in listing.variables if listing.assigns(v)]
            if question.variable in listing.variables and question.variable not in assigned:
                what = f"`{question.variable}` is a constant here; ask for what the update assigns"
                self.document.problem(self.node(*here), f"{what}: {', '.join(assigned)}")
            else:
                self.known(question.variable, assigned, "variable", here)

    def options(self, question: Choose, place: Where) -> None:
        """Exactly one is right."""
        right = [index for index, option in enumerate(question.options) if option.right]
        if not right:
            node = self.document.root.at(place).key("options")
            self.document.problem(node, "no option is right; add `right: true` to one")
        for index in right[1:]:
            node = self.node(*place, "options", index).key("right")
            self.document.problem(node, "a second right option; exactly one is right")

    def claim(self, text: str, listing: Listing, place: Where) -> None:
        """A claim can be read, and speaks of variables that are there."""
        from tutor.engine.claim import claim

        if not text:
            return
        try:
            claim(text).names(listing)
        except ListingError as error:
            self.document.problem(self.node(*place), said(error))
        except ValueError as error:
            self.document.problem(self.node(*place), str(error))

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

    def constant(self, name: str, listing: Listing, place: Where) -> bool:
        """Note it where `name` is not a constant of the listing; for a key, the key's place."""
        node = self.document.root.at(place[:-1]).key(str(place[-1]))
        if node.raw != name:
            node = self.node(*place)
        if name in listing.parameters:
            return True
        is_variable = name in listing.variables
        what = "is not assigned a number at the top of the listing" if is_variable else ""
        self._unknown(name, listing.parameters, "constant", node, what)
        return False

    def known(self, name: str, names: Iterable[str], what: str, place: Where) -> None:
        """Note it where `name` is not one of `names`."""
        if name not in names:
            self._unknown(name, names, what, self.node(*place))

    def _unknown(
        self, name: str, names: Iterable[str], kind: str, node: Node, what: str = ""
    ) -> None:
        near = nearest(name, names)
        there = ", ".join(sorted(names) if isinstance(names, frozenset) else names)
        expected = "" if near else f"; there is {there}" if there else "; there is none"
        what = what or f"is not a {kind} here"
        self.document.problem(node, f"`{name}` {what}{expected}", near)


def sentences(step: Step) -> list[tuple[Where, str]]:
    """Every sentence of a step that may hold placeholders, with its path from the step."""
    found: list[tuple[Where, str]] = [(("text",), step.text), (("reveal",), step.reveal)]
    for index, question in enumerate(step.ask):
        path: Where = ("ask", index)
        found += _texts(question, path, ("say", "hint", "reveal", "choose"))
        for number, option in enumerate(question.options if isinstance(question, Choose) else ()):
            found += _texts(option, (*path, "options", number), ("say", "because"))
    return [(path, text) for path, text in found if text]


def _texts(part: Part, path: Where, keys: Sequence[str]) -> list[tuple[Where, str]]:
    return [((*path, key), getattr(part, key)) for key in keys if hasattr(part, key)]


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
    if len(body) != 1 or not isinstance(body[0], ast.Assign):
        return wanted
    if len(body[0].targets) != 1 or not isinstance(body[0].targets[0], ast.Name):
        return wanted
    return ""


def said(error: ListingError) -> str:
    """What a listing's author did and should do, without the line."""
    return error.what + (f"; {error.instead}" if error.instead else "")
