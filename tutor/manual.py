"""What `--help` says of each command beside its options: what it does, examples, exit status."""

from __future__ import annotations

from dataclasses import dataclass

ABOUT = """\
Learn how a network learns, by predicting every step before you see it.

Without a command the home screen opens where you left off. Without a terminal to draw on, or with
--plain, the course goes on line by line."""

ENVIRONMENT = {
    "TUTOR_LESSONS": "another course's folder, as with --lessons",
    "TUTOR_STORE": "where progress is kept, as with --store",
    "NO_COLOR": "draw without colour",
    "TERM=dumb": "go line by line, as with --plain",
    "COLUMNS, LINES": "the size to draw and to wrap to",
}
"""What is read from the environment."""

SCREEN = ("TERM=dumb", "NO_COLOR", "COLUMNS, LINES")
STATUS = "0 done, 1 the input has problems, 2 wrong usage, 130 interrupted"


@dataclass(frozen=True)
class Page:
    """One command in the manual."""

    help: str
    """One line for the list of commands."""
    about: str
    """Whole paragraphs, wrapped."""
    examples: tuple[tuple[str, str], ...]
    """A command line and what it is for."""
    environment: tuple[str, ...] = ()
    """Names in ENVIRONMENT that matter here."""
    status: str = STATUS
    shared: tuple[str, ...] = ()
    """Shared options that mean something here."""

    @property
    def description(self) -> str:
        """For the head of the page."""
        return f"{self.help[:1].upper()}{self.help[1:]}.\n\n{self.about}"

    @property
    def epilog(self) -> str:
        """For its foot."""
        examples = "".join(f"  {line}\n      {what}\n" for line, what in self.examples)
        return (
            f"examples:\n{examples}{environment(self.environment)}\nexit status:\n  {self.status}"
        )


def environment(names: tuple[str, ...]) -> str:
    """The part of a page about the environment; empty where nothing of it matters."""
    width = max(map(len, ENVIRONMENT))
    lines = "".join(f"  {name:<{width}}  {ENVIRONMENT[name]}\n" for name in names)
    return f"\nenvironment:\n{lines}" if lines else ""


PAGES = {
    "learn": Page(
        help="open the home screen, a lesson or one step",
        about="""\
Without a name, home opens with the hand on where you left off. With a LESSON, that lesson opens;
with LESSON/STEP, that step. Your place is kept at every key, half-typed answers included.""",
        examples=(
            ("tutor learn", "go on where you left off"),
            ("tutor learn add-alpha", "one lesson"),
            ("tutor learn add-alpha/smaller-steps", "one step of it"),
            ("printf '0.775\\n' | tutor learn break-it --plain", "a script; prints its transcript"),
        ),
        environment=("TUTOR_LESSONS", "TUTOR_STORE", *SCREEN),
        shared=("plain", "ascii", "no-motion", "lessons", "store"),
    ),
    "quiz": Page(
        help="ask questions with fresh numbers, one try each",
        about="""\
The questions come from all lessons, or from those named, each with numbers of its own. The answers
come at the end, with what was missed to practise once more. End an answer with ? for a hunch, with
! when you are certain. Without --seed, --new or a LESSON an unfinished quiz is taken up where it
was left, with its own questions and its own clock.""",
        examples=(
            ("tutor quiz --questions 12", "twelve questions about everything"),
            (
                "tutor quiz break-it add-alpha --seed 7 --pass 0.9 --report result.json",
                "the same questions for everybody, with a report",
            ),
            ("tutor quiz --questions 40 --gift questions.gift", "for Moodle"),
        ),
        environment=("TUTOR_LESSONS", "TUTOR_STORE", *SCREEN),
        status="0 passed, 1 the input has problems, 2 wrong usage, 3 not passed (or left\n"
        "  before its end), 130 interrupted",
        shared=("plain", "ascii", "no-motion", "lessons", "store"),
    ),
    "review": Page(
        help="ask again what is due today",
        about="""\
What was missed or only guessed comes back with fresh numbers when it is about to be forgotten, and
soonest that of which you were certain. Each answer is explained at once.""",
        examples=(("tutor review", "whatever is due"),),
        environment=("TUTOR_LESSONS", "TUTOR_STORE", *SCREEN),
        shared=("plain", "ascii", "no-motion", "lessons", "store"),
    ),
    "progress": Page(
        help="show what has been learned",
        about="""\
A question is known when its last first answer was right and no lucky hunch; a streak counts such
answers in a row. Everything that is kept of you can be written out, and erased.""",
        examples=(
            ("tutor progress", "lesson by lesson"),
            ("tutor progress --csv > progress.csv", "one row for each question answered"),
            ("tutor progress --export mine.json", "everything that is kept of you"),
            ("tutor progress --forget", "erase that, after asking"),
        ),
        environment=("TUTOR_LESSONS", "TUTOR_STORE", *SCREEN),
        shared=("plain", "ascii", "lessons", "store"),
    ),
    "run": Page(
        help="run a listing and print exactly what it prints",
        about="""\
A listing is that of a lesson's step, a file, or - for standard input. It is written in the small
part of Python that lessons use, and runs without any access to this machine.""",
        examples=(
            ("tutor run add-alpha/smaller-steps --set alpha=0.5", "with another alpha"),
            ("tutor run mine.py --table", "every variable at every update"),
            ("echo 'print(1 + 1)' | tutor run -", "from standard input"),
        ),
        environment=("TUTOR_LESSONS",),
        shared=("lessons",),
    ),
    "try": Page(
        help="say what the tutor would say to this answer",
        about="""\
For authors: test wrong answers before a learner gives them. Shows the verdict, the truth with its
tolerance, and what each named mistake gives here.""",
        examples=(
            ("tutor try add-alpha/smaller-steps 0.54", "the verdict on 0.54"),
            ("tutor try break-it/input-two -1.1 --question 2", "the second question of the step"),
            ("tutor try add-alpha/smaller-steps '0.5 - 0.1*0.4' --json", "a sum, as JSON"),
        ),
        environment=("TUTOR_LESSONS",),
        shared=("lessons",),
    ),
    "lint": Page(
        help="check lesson files: everything wrong with them at once",
        about="""\
Lessons are loaded and run. Each problem is one line, path:line:column: what. Without a PATH the
course in use is checked.""",
        examples=(
            ("tutor lint my-course", "a folder"),
            ("tutor lint my-course/momentum.yaml --json", "one file, for a program"),
        ),
        environment=("TUTOR_LESSONS",),
        status="0 no problem, 1 problems (listed), 2 wrong usage, 130 interrupted",
        shared=("lessons",),
    ),
    "schema": Page(
        help="print the lesson format as JSON Schema, for editors",
        about="""\
A lesson that `tutor new` began names its schema in its first line, where editors with a YAML
language server find it; this prints the same.""",
        examples=(("tutor schema > lesson.schema.json", "beside the lessons"),),
    ),
    "new": Page(
        help="begin a lesson that already lints and plays",
        about="""\
The file is made in the folder given with --lessons, or in this one; course.yaml is made beside it
or extended. Nothing that is there is overwritten.""",
        examples=(("tutor new momentum --lessons my-course", "my-course/momentum.yaml"),),
        shared=("lessons",),
    ),
    "preview": Page(
        help="show a lesson as its file is saved",
        about="""\
The step, the constants and the scroll are kept; a broken save shows its problems over the last good
version. Nothing of it counts as progress.""",
        examples=(
            ("tutor preview my-course/momentum.yaml", "from its first step"),
            ("tutor preview my-course/momentum.yaml first-step", "from another one"),
        ),
        environment=SCREEN[1:],
        shared=("ascii", "no-motion"),
    ),
    "completion": Page(
        help="print what makes your shell complete tutor's words",
        about="""\
Commands, options, lessons, steps and files are completed. Put the line that belongs to your shell
into the file that it reads at its start.""",
        examples=(
            ('eval "$(tutor completion bash)"', "in ~/.bashrc"),
            ('eval "$(tutor completion zsh)"', "in ~/.zshrc, after compinit"),
            ("tutor completion fish | source", "in ~/.config/fish/config.fish"),
        ),
    ),
}
