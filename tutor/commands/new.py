"""`tutor new`: a lesson to start from, which lints and plays as it is, listed in its course and
with the schemas beside it."""

from __future__ import annotations

import argparse
import json
import os
import re
import unicodedata
from pathlib import Path

from tutor.arguments.parser import AUTHORS, Command, Parser
from tutor.arguments.values import path
from tutor.commands.schema import COURSE_SCHEMA, LESSON_SCHEMA, course_schema, lesson_schema
from tutor.course.index import COURSE_FILE, stems
from tutor.errors import ProblemsError, TutorError, UsageError, on_one_line
from tutor.process import streams
from tutor.process.files import MARK, replace

LESSON = """\
# yaml-language-server: $schema={schema}
format: 1
id: {id}                       # permanent: progress is kept under it
title: {title}
about: One line for the menu.

mistakes:                           # wrong rules that learners really use
  uphill:
    rule: weight = weight + alpha * miss
    say: |
      You added the miss. The weight is too high, so it has to come down: subtract.
  no-alpha:
    rule: weight = weight - miss
    say: |
      That is the whole miss. Multiply it by alpha before you subtract it.

steps:
  - id: first-step
    title: The first step
    text: |
      Say here what the learner sees, in *Markdown*.
    code: |
      weight = 6
      goal = 2.5
      alpha = 0.2

      for iteration in range(20):
          miss = weight - goal
          error = miss ** 2
          weight = weight - alpha * miss
    edit:                           # the constants that the learner may change
      alpha: {{from: 0, to: 3, by: 0.05}}
    show: [miss, error]             # values that stand beside their lines before the answer
    ask:
      - predict: weight             # its value is never written here: the listing is run
        hint: |
          The miss comes first: how far is the weight from the goal?
      - choose: Where does the weight settle?
        options:
          - say: At 0.
            because: There the miss is not 0, so the next update moves it on.
          - say: At the goal.
            right: true
            because: There the miss is 0, and nothing moves the weight any more.
      - reach: diverges
        hint: |
          Only alpha can be changed. How large must a step be to land further off than before?
    reveal: |
      The weight went from {{weight@0}} to {{weight@1}}.
    expect: converges               # `tutor lint` runs the listing and looks
    quiz:                           # the same question with other numbers
      vary: {{weight: [4, 8, 0.5], goal: [0.5, 3, 0.5], alpha: [0.1, 0.4, 0.05]}}
"""

SPELLED = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l"}
"""Letters that are not one from a to z with a mark."""
COURSE = """\
# yaml-language-server: $schema={schema}
format: 1
id: {id}                            # permanent: progress is kept under it
title: {title}
about: A few words for the home screen.

lessons:                            # the files of this folder, in order, without .yaml
{lessons}
"""


def _options(parser: Parser) -> None:
    parser.add("name", "the lesson's id: small letters and hyphens", metavar="NAME")


def run(options: argparse.Namespace) -> int:
    """Write it and print its path."""
    streams.output.write(f"{new(path(options.lessons or '.'), options.name)}\n")
    return 0


def new(directory: Path, name: str) -> Path:
    """Write the lesson `name` into `directory`, list it in course.yaml, and return its path.

    The folder, course.yaml and the schemas are made where they are not there. Raises `UsageError`
    for a name that cannot be one or is taken, `TutorError` where the files cannot be written."""
    name = name.removesuffix(".yaml")
    id = re.sub(r"[^a-z0-9]+", "-", _spelled(name)).strip("-")
    if not id or len(id) > 64:
        use = (
            "use at most 64 letters and digits" if id else "use letters and digits, as in add-alpha"
        )
        raise UsageError(f"`{on_one_line(name)}` is no name for a lesson; {use}")
    path = directory / f"{id}.yaml"
    if os.path.lexists(path) or path == directory / COURSE_FILE:
        raise UsageError(f"{path} is there already; choose another name")
    printable = "".join(sign if sign.isprintable() else " " for sign in name)
    words = " ".join(re.split(r"[-_\s]+", printable.strip("-_ ")))
    title = words[:1].upper() + words[1:]
    course = directory / COURSE_FILE
    try:
        directory.mkdir(parents=True, exist_ok=True)
        listed = _listed(course, id) if os.path.lexists(course) else _course(directory, id)
        lesson = LESSON.format(schema=LESSON_SCHEMA, id=_scalar(id), title=_scalar(title))
        replace(path, lesson)
        replace(course, listed)
        for file, text in ((LESSON_SCHEMA, lesson_schema), (COURSE_SCHEMA, course_schema)):
            if not os.path.lexists(directory / file):
                replace(directory / file, text())
    except OSError as error:
        raise TutorError(f"{error.filename or path} cannot be written: {error.strerror}") from None
    return path


def _spelled(name: str) -> str:
    """A name in small letters from a to z: `größer` as `grosser`."""
    letters = "".join(SPELLED.get(sign, sign) for sign in name.lower())
    plain = unicodedata.normalize("NFKD", letters)
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _course(directory: Path, id: str) -> str:
    """A course.yaml for the lessons that are there and the new one."""
    name = directory.resolve().name
    course_id = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:64] or "course"
    lessons = "\n".join(f"  - {_scalar(stem)}" for stem in (*stems(directory), id))
    title = _scalar(course_id.replace("-", " ").capitalize())
    return COURSE.format(schema=COURSE_SCHEMA, id=_scalar(course_id), title=title, lessons=lessons)


def _scalar(text: str) -> str:
    """The text as YAML reads it back: in quotes where it would be a number, a date or yes or no."""
    import yaml

    try:
        plain = yaml.safe_load(text) == text
    except yaml.YAMLError:
        plain = False
    return text if plain else json.dumps(text, ensure_ascii=False)


def _listed(path: Path, id: str) -> str:
    """course.yaml with one more lesson at the end of its list, all else as it stands, down to its
    line ends and the mark of an editor. Raises `ProblemsError` where course.yaml has problems."""
    from tutor.course.loader import read_course_file
    from tutor.course.yaml_tree import parse_document

    course, document = read_course_file(path.parent)
    if course is None or document.problems:
        raise ProblemsError(document.problems)
    before = path.read_bytes().decode("utf-8")
    if id in course.lessons:
        return before
    lines, name = before.removeprefix(MARK).split("\n"), _scalar(id)
    last = document.root.at(("lessons", len(course.lessons) - 1))
    line = lines[last.line - 1]
    if line.lstrip().startswith("- "):
        new = f"{line[: line.index('-')]}- {name}"
        if last.line == len(lines):  # it has no line end
            lines[-1] += "\r" * lines[0].endswith("\r")
        lines.insert(last.line, new + "\r" * line.endswith("\r"))
    else:
        end = last.column - 1 + len(last.raw) + (2 if last.style else 0)
        lines[last.line - 1] = f"{line[:end]}, {name}{line[end:]}"
    text = "\n".join(lines)
    written = parse_document(text.replace("\r\n", "\n"), str(path)).root.data().get("lessons")
    if written != (*course.lessons, id):
        where = on_one_line(path)
        raise TutorError(
            f"add `- {name}` to the lessons in {where}; its list cannot be edited here"
        )
    return MARK + text if before.startswith(MARK) else text


COMMAND = Command(
    help="begin a lesson that already lints and plays",
    about="""\
The file is made in the folder given with --lessons, or in this one; course.yaml is made beside it
or extended. Nothing that is there is overwritten.""",
    run=run,
    options=_options,
    examples=(("tutor new momentum --lessons my-course", "my-course/momentum.yaml"),),
    shared=("lessons",),
    environment=False,
    audience=AUTHORS,
)
