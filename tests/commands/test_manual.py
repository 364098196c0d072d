"""The help pages, and what is said of wrong words."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.commands.calls import ROOT, STEP, Capture, refused, said
from tutor import __version__, commands
from tutor.arguments.parser import Parser, command_line
from tutor.cli import main

COMMANDS = commands.commands()


def test_version(capsys: Capture) -> None:
    assert said(capsys, "--version") == (f"tutor {__version__}\n", "")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_a_whole_page(command: str, capsys: Capture) -> None:
    """What it does, every option, examples, exit status; no line wider than a terminal."""
    page, _ = said(capsys, *command.split(), "--help")
    assert "\nexit status:\n  0 " in page
    assert max(map(len, page.splitlines())) <= 80
    if command:
        assert "\nexamples:\n  " in page
        assert f"usage: tutor {command} " in page


def parser() -> Parser:
    """That of all commands."""
    return command_line(COMMANDS, COMMANDS)


def test_learners_come_first_in_the_manual(capsys: Capture) -> None:
    page, _ = said(capsys, "--help")
    places = [page.index(f"\n    {name} ") for name in COMMANDS]
    assert places == sorted(places)
    assert list(COMMANDS)[:2] == ["learn", "progress"] and list(COMMANDS)[-1] == "completion"


EXAMPLES = [line for command in COMMANDS.values() for line, _ in command.examples]


@pytest.mark.parametrize("line", EXAMPLES)
def test_the_examples_are_understood(line: str) -> None:
    """Each example in a help page names a command and options that there are."""

    words = shlex.split(re.sub(r"^.*\| (?=tutor)|eval \"\$\(|\)\"| [|>] .*$", "", line))
    options = parser().read(words[1:])
    assert options.command == words[1]


def options_of(command: str) -> set[str]:
    """The long options of a command that its help shows."""
    built = parser()
    found = built.commands[command] if command else built
    return {
        text
        for action in found._actions
        for text in action.option_strings
        if text.startswith("--") and action.help != "==SUPPRESS=="
    } - {"--help"}


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_everything_is_in_the_docs(command: str) -> None:
    """docs/commands.md has a section for each command, and in it each of its options."""
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `tutor ?([a-z]*).*?`\n(.*?)(?=^## |\Z)", page, re.M | re.S))
    assert command in sections, f"no section for {command!r}"
    shared = options_of("") - {"--version"}
    for option in options_of(command) - (shared if command else set()):
        assert f"`{option}" in sections[command], f"{option} of {command!r} is not in the docs"


def test_the_docs_name_no_command_that_is_gone() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^## `tutor ([a-z]+)", page, re.M)) <= set(COMMANDS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("class forget --yes intro", "class --yes forget intro"),
        ("class --yes forget --code 7 intro", "class forget intro --code 7 --yes"),
        ("quiz --all compare --seed 7 alpha", "quiz compare alpha --seed 7 --all"),
        ("lint one --json two", "lint one two --json"),
        ("preview --ascii one --plain two", "preview one two --plain --ascii"),
        ("try --question 2 a/b -1/2", "try a/b -1/2 --question 2"),
        ("try a/b --set x=-1 -weight", "try --set x=-1 a/b -weight"),
        ("try -- a/b -weight", "try a/b -weight"),
        ("--store learn learn --plain here", "--store learn learn here --plain"),
        ("class --csv export -7", "class export -7 --csv"),
        ("preview a.yaml --plain -7", "preview --plain a.yaml -7"),
        ("lint one --json -1 two", "lint one -1 two --json"),
        ("quiz --seed -7 compare", "quiz compare --seed -7"),
    ],
)
def test_options_may_stand_anywhere(typed: str, meant: str) -> None:
    assert parser().read(typed.split()) == parser().read(meant.split())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("lern", "there is no command `lern`; did you mean `tutor learn`?"),
        ("break-it", "there is no command `break-it`; did you mean `tutor learn break-it`?"),
        ("brek-it/steep-u", "did you mean `tutor learn break-it/steep-u`?"),
        ("mine.py", "did you mean `tutor run mine.py`?"),
        ("mine.yaml", "did you mean `tutor preview mine.yaml`?"),
        ("zzz", "there is no command `zzz`\n"),
        ("quiz --sed 3", "there is no option --sed here; did you mean --seed?"),
        ("quiz --sed=3", "there is no option --sed here; did you mean --seed?"),
        ("--plian", "there is no option --plian here; did you mean --plain?"),
        ("learn one two", "`two` is one word too many"),
        ("learn compare --theme", "--theme: expected one argument"),
        ("try a/b -x --question", "--question: expected one argument"),
        ("schema one", "`one` is one word too many"),
        ("schema -- --course", "`--course` is one word too many"),
        ("learn --plain one two", "`two` is one word too many"),
        ("-- learn", "there is no command `--`"),
        ("-- -h", "there is no command `--`"),
        ("class forget -7 --yes more", "`more` is one word too many"),
        ("learn --version", "--version stands by itself: tutor --version"),
        ("try a/b -- --", "`--` is one word too many"),
        ("class list -- --", "`--` is one word too many"),
        ("run", "LESSON/STEP|FILE.py|- is missing"),
        ("try", "LESSON/STEP and ANSWER are missing"),
        ("quiz --questions 0", "--questions: `0` is not a whole number from 1 to 1000"),
        ("quiz --questions ten", "--questions: `ten` is not a whole number from 1 to 1000"),
        ("quiz --seed 99999999999999999999", "is too large a number for a seed"),
        ("quiz --seed x", "--seed: `x` is not a whole number"),
        ("quiz --minutes -1", "--minutes: `-1` is not a number of minutes"),
        ("quiz --minutes nan", "--minutes: `nan` is not a number of minutes"),
        ("quiz --minutes 20000", "--minutes: 20000 minutes are too many; at most 10,000"),
        ("quiz --pass 2", "--pass: `2` is not a share, as in 0.8 or 80%"),
        ("quiz --report result.txt", "--report writes FILE.json or FILE.csv"),
        ("progress --yes", "--yes goes with --forget"),
        ("progress --force", "--force goes with --export"),
        ("quiz --force", "--force goes with --report, --gift or --moodle"),
        ("progress --json --csv", "--csv: not allowed with argument --json"),
        ("completion fsh", "`fsh` is not one of bash, zsh, fish; did you mean fish?"),
        (f"run {STEP} --set weight", "--set: `weight` is not NAME=NUMBER, as in alpha=0.1"),
        (f"run {STEP} --set weight={'9' * 400}", "is not a finite number"),
        (f"run {STEP} --set weight={'9' * 5000}", "is not NAME=NUMBER"),
        (f"run {STEP} --set weight=much", "--set: `weight=much` is not NAME=NUMBER"),
        (
            f"run {STEP} --set weigth=1",
            "no constant `weigth` in this listing; did you mean weight?",
        ),
        (f"run {STEP} --table --json", "--json: not allowed with argument --table"),
        ("run break-it", "which step of break-it? break-it/all-is-well, "),
        (f"try {STEP} 1 --question 9", f"{STEP} asks 3 questions; there is no question 9"),
        ("new ///", "`///` is no name for a lesson"),
    ],
)
def test_wrong_usage(typed: str, told: str, capsys: Capture) -> None:
    """Status 2, one sentence on stderr with the nearest right word, nothing on stdout."""
    assert told in refused(capsys, *typed.split())


@pytest.mark.parametrize(
    "typed",
    [
        ("@",),
        ("--@",),
        ("progress", "@"),
        ("learn", "@"),
        ("learn", "break-it/@"),
        ("run", "@"),
        ("run", "@.py"),
        ("run", "@/step"),
        ("run", STEP, "--set", "@"),
        ("run", STEP, "--set", "@=1"),
        ("try", STEP, "1", "--question", "@"),
        ("preview", "@.yaml"),
        ("progress", "--export", "@/x"),
        ("progress", "--store", "folder@"),
        ("quiz", "--seed", "1", "--gift", "@/x"),
        ("learn", "--lessons", "@.zip"),
        ("quiz", "@"),
        ("quiz", "--seed", "@"),
        ("quiz", "--report", "@"),
        ("completion", "@"),
        ("class", "@"),
        ("--theme", "@"),
        ("--lessons", "@"),
    ],
)
def test_what_was_typed_makes_no_line_of_ours(
    typed: tuple[str, ...], capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of whatever words, with a line break in one of them."""
    monkeypatch.chdir(tmp_path)
    Path("folderone\ntutor two").mkdir()
    store = ("--store", str(tmp_path / "kept")) if typed[0] == "class" else ()
    words = [word.replace("@", "one\ntutor two") for word in typed]
    assert main([*words, *store]) in (1, 2)
    told = capsys.readouterr()
    assert told.out == "" and "one\\ntutor two" in told.err


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("run brek-it/input-two", "there is no lesson `brek-it`; did you mean break-it?"),
        (
            "run break-it/input-too",
            "there is no step `input-too` in break-it; did you mean input-two?",
        ),
        ("run mine.py", "mine.py: no such file"),
        ("try brek-it/input-two 1", "did you mean break-it?"),
        ("learn brek-it", "there is no lesson `brek-it`; did you mean break-it?"),
        ("learn break-it/input-too", "did you mean input-two?"),
        ("quiz brek-it", "did you mean break-it?"),
        ("quiz --report /nowhere/at/all.csv", "there is no folder /nowhere/at"),
        ("--lessons /nowhere quiz", "there is no folder /nowhere"),
        ("quiz --lessons Makefile", "Makefile is a file; lessons are taken from a folder"),
        ("--lessons lesons learn", "there is no folder lesons; did you mean lessons?"),
        ("preview lessons/brek-it.yaml", "did you mean lessons/break-it.yaml?"),
        ("preview lessons", "lessons is a folder; name one of its lessons"),
        ("preview lessons/break-it.yaml", "a preview needs a terminal to draw on"),
        ("progress --export /nowhere/mine.json", "/nowhere/mine.json cannot be written"),
        ("quiz --gift /nowhere/q.gift", "/nowhere/q.gift cannot be written"),
    ],
)
def test_what_is_not_there(
    typed: str, told: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status 1, one sentence with the nearest right name."""
    monkeypatch.chdir(ROOT)
    assert told in refused(capsys, *typed.split(), status=1)


def test_a_folder_without_lessons(tmp_path: Path, capsys: Capture) -> None:
    told = refused(capsys, "learn", "--lessons", str(tmp_path), status=1)
    assert "`tutor new NAME` writes one" in told
