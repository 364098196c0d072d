"""`tutor preview`: a lesson as its file is saved."""

from __future__ import annotations

import argparse
import stat
from pathlib import Path

from tutor import front_end
from tutor.arguments import completers, values
from tutor.arguments.parser import AUTHORS, Command, Parser
from tutor.errors import TutorError, on_one_line
from tutor.process import files


def _options(parser: Parser) -> None:
    parser.add(
        "file", "a lesson file", type=values.file, metavar="FILE", complete=completers.file(".yaml")
    )
    step = "the step to begin with"
    parser.add("step", step, nargs="?", metavar="STEP", complete=completers.step_of_file)


def run(options: argparse.Namespace) -> int:
    """Show it until the author leaves."""
    path = Path(options.file)
    mode = files.mode(path)
    if stat.S_ISDIR(mode):
        raise TutorError(f"{on_one_line(path)} is a folder; name one of its lessons")
    if not stat.S_ISREG(mode):
        raise TutorError(f"{on_one_line(path)} is not there{files.meant(path, '.yaml')}")
    if front_end.line_by_line(options):
        raise TutorError("a preview needs a terminal to draw on; `tutor lint` needs none")
    from tutor.authoring.lint import lint
    from tutor.ui.preview_app import PreviewApp

    app = PreviewApp(path, options.step, lint=lint, look=front_end.look(options))
    return front_end.run_app(app)


COMMAND = Command(
    help="show a lesson as its file is saved",
    about="""\
The step, the constants and the scroll are kept; a broken save shows its problems over the last good
version, those included that only a run tells, such as a false `expect`. Nothing of it counts as
progress.""",
    run=run,
    options=_options,
    examples=(
        ("tutor preview my-course/momentum.yaml", "from its first step"),
        ("tutor preview my-course/momentum.yaml first-step", "from another one"),
    ),
    shared=("ascii", "no-motion", "theme"),
    audience=AUTHORS,
)
