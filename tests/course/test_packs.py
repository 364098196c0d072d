"""Lessons that come as a zip, with a package, or take their listing from a file of its own."""

from __future__ import annotations

import os
import struct
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from tests.course.lessons import LESSON
from tutor.arguments.values import course_folder
from tutor.authoring.lint import lint
from tutor.course import packs
from tutor.course.cache import LessonCache
from tutor.course.index import course_contents, file_beside, files_named, read_text
from tutor.course.loader import course_of, course_version, load_course, load_lesson
from tutor.errors import ProblemsError, TutorError

CODE = "weight = 6\nalpha = 0.2\n\nfor i in range(3):\n    weight = weight - alpha * weight\n"
FROM_A_FILE = """\
format: 1
id: small
title: Small
steps:
  - id: first
    title: First
    code: {file: sub/net.py}
    ask:
      - {predict: weight, hint: Think.}
"""


def packed(path: Path, files: Mapping[str, str | bytes], way: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip of these files."""
    with zipfile.ZipFile(path, "w", way) as pack:
        for name, text in files.items():
            pack.writestr(name, text)
    return path


def test_a_zip_stands_for_the_folder_in_it(tmp_path: Path) -> None:
    course = "format: 1\ntitle: Packed\nlessons: [small, other]\n"
    files = {
        "course.yaml": course,
        "small.yaml": FROM_A_FILE,
        "sub/net.py": CODE,
        "other.yaml": LESSON.replace("id: small", "id: other"),
    }
    for name, names in (("plain", files), ("inside", {f"mine/{k}": v for k, v in files.items()})):
        pack = packed(tmp_path / f"{name}.zip", names)
        loaded = load_course(pack)
        assert [one.id for one in loaded.lessons] == ["small", "other"] and not loaded.broken
        assert loaded.title == "Packed" and loaded.lesson("small").step("first").code == CODE
        assert [one.id for one in course_contents(pack).entries] == ["small", "other"]
        assert lint([pack]) == []
        assert load_lesson(pack / "small.yaml").id == "small"
    folder = tmp_path / "folder"
    for file, text in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    assert course_version(load_course(folder)) == course_version(load_course(pack))


def test_what_is_wrong_in_a_zip_is_told_at_its_place(tmp_path: Path) -> None:
    broken = FROM_A_FILE.replace("predict: weight", "predict: wieght")
    pack = packed(tmp_path / "a.zip", {"small.yaml": broken, "sub/net.py": CODE})
    assert [str(one) for one in lint([pack])] == [
        f"{pack}/small.yaml:9:19: `wieght` is not a variable here; did you mean weight?"
    ]
    missing = packed(tmp_path / "b.zip", {"small.yaml": FROM_A_FILE, "sub/nets.py": CODE})
    assert [one.what for one in lint([missing])] == ["`file`: there is no such file"]
    with pytest.raises(TutorError, match=r"there is no file other\.yaml here"):
        listed = {"course.yaml": "format: 1\ntitle: T\nlessons: [other]\n", "small.yaml": LESSON}
        load_course(packed(tmp_path / "c.zip", listed)).lesson("other")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("garbage", "cannot be read as a zip: File is not a zip file"),
        ("large", "holds more than 8 MB"),
        ("several", "holds more than 8 MB"),
        ("loose", "p.zip is too large: 8.1 MB, at most 8 MB"),
        ("lying", "holds more than 8 MB|cannot be read as a zip"),
        ("many", "holds more than 1,000 files"),
        ("outside", "holds a file that would lie outside of it"),
        ("above", "holds a file that would lie outside of it"),
        ("lzma", "is packed in a way that is not read here"),
        ("secret", "has a password; pack it without one"),
    ],
)
def test_zips_that_are_not_read(tmp_path: Path, name: str, said: str) -> None:
    path = tmp_path / "p.zip"
    match name:
        case "garbage":
            path.write_bytes(b"no zip at all")
        case "large":
            packed(path, {"a.yaml": b"#" * 8_000_001})
        case "several":
            packed(path, {f"{n}.yaml": b"#" * 4_000_001 for n in range(2)})
        case "loose":
            path.write_bytes(b"#" * 8_100_000)
        case "lying":
            packed(path, {"a.yaml": b"#" * 9_000_000})
            data = bytearray(path.read_bytes())
            at = data.rindex(b"PK\x01\x02")
            data[at + 24 : at + 28] = struct.pack("<I", 100)  # its size, as the list of files says
            path.write_bytes(data)
        case "many":
            packed(path, {f"{n}.yaml": "" for n in range(1001)})
        case "outside":
            packed(path, {"/etc/passwd.yaml": "x"})
        case "above":
            packed(path, {"../up.yaml": "x", "small.yaml": LESSON})
        case "lzma":
            packed(path, {"small.yaml": LESSON}, zipfile.ZIP_LZMA)
        case "secret":
            packed(path, {"small.yaml": LESSON})
            data = bytearray(path.read_bytes())
            data[data.rindex(b"PK\x01\x02") + 8] |= 1
            path.write_bytes(data)
    with pytest.raises(TutorError, match=said):
        load_course(path)


def test_whatever_is_damaged_in_a_zip_is_told(tmp_path: Path) -> None:
    """Nothing but sentences, wherever bytes have changed."""
    path = packed(tmp_path / "p.zip", {"small.yaml": LESSON, "nets.py": CODE})
    sound, chance = path.read_bytes(), Random(0)
    refused = 0
    for turn in range(300):
        data = bytearray(sound)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        other = tmp_path / f"{turn}.zip"
        other.write_bytes(data)
        try:
            packs.files_in(other)
        except TutorError as error:
            assert (
                "cannot be read as a zip: " in str(error)
                or "hold" in str(error)
                or "packed in a way" in str(error)
                or "has a password" in str(error)
            )
            refused += 1
    assert refused > 100


def test_a_zip_is_read_anew_when_it_has_changed(tmp_path: Path) -> None:
    path = packed(tmp_path / "p.zip", {"small.yaml": LESSON})
    assert load_course(path).stems == ("small",)
    packed(path, {"small.yaml": LESSON, "two.yaml": LESSON})
    os.utime(path, ns=(1, 1))
    assert load_course(path).stems == ("small", "two")


def test_a_listing_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    lesson, code = tmp_path / "small.yaml", tmp_path / "sub" / "net.py"
    lesson.write_text(FROM_A_FILE, encoding="utf-8")
    code.write_text(CODE, encoding="utf-8")
    cache = LessonCache(tmp_path / "cache")

    def opened() -> str:
        return load_course(tmp_path, cache).lesson("small").step("first").code

    assert opened() == CODE and opened() == CODE
    code.write_text(CODE.replace("6", "7"), encoding="utf-8")
    assert opened() == CODE.replace("6", "7"), "the file counts for what is kept of the lesson"
    code.write_text(CODE.replace("- alpha", "- alhpa"), encoding="utf-8")
    assert [str(one) for one in lint([lesson])] == [
        f"{code}:5:23: there is no name `alhpa`; did you mean alpha?"
    ]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("../outside.py", "expected the name of a file beside the lesson"),
        ("/etc/passwd", "expected the name of a file beside the lesson"),
        ("~/x.py", "expected the name of a file beside the lesson"),
        ("link.py", "this file lies outside of the lesson's folder"),
        ("deep/x.py", "this file lies outside of the lesson's folder"),
        ("nets.py", "there is no such file; did you mean net.py?"),
        ("folder", "this is a folder; a lesson is a file"),
        ("large.py", "is too large"),
        ("pipe.py", "this is not a plain file"),
    ],
)
def test_files_that_no_listing_is_taken_from(tmp_path: Path, file: str, said: str) -> None:
    """Nothing of what is in them is ever told."""
    inside, outside = tmp_path / "in", tmp_path / "out"
    for folder in (inside, outside, inside / "folder"):
        folder.mkdir()
    (outside / "x.py").write_text("secret = 42 +\n", encoding="utf-8")
    (inside / "net.py").write_text(CODE, encoding="utf-8")
    (inside / "large.py").write_text("#" * 70_000, encoding="utf-8")
    (inside / "link.py").symlink_to(outside / "x.py")
    (inside / "deep").symlink_to(outside)
    os.mkfifo(inside / "pipe.py")
    lesson = inside / "small.yaml"
    lesson.write_text(FROM_A_FILE.replace("sub/net.py", file), encoding="utf-8")
    told = [str(one) for one in lint([lesson])]
    assert len(told) == 1 and f"{lesson}:7:18: `file`: " in told[0] and said in told[0]
    of_it = told[0].removeprefix(str(lesson))
    assert "secret" not in of_it and "42" not in of_it


def test_a_link_within_the_folder_may_be_followed(tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "here.py").symlink_to(tmp_path / "net.py")
    assert read_text(file_beside(tmp_path / "small.yaml", "here.py")) == CODE
    assert files_named(FROM_A_FILE + "    code:\n      file: 'b.py'\n") == ["sub/net.py", "b.py"]


def test_lessons_of_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its place is looked up, and nothing of it is run."""
    package = tmp_path / "site" / "valleys_course"
    (package / "lessons").mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit('it was imported')\n", encoding="utf-8")
    (package / "lessons" / "small.yaml").write_text(LESSON, encoding="utf-8")
    info = tmp_path / "site" / "valleys-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: valleys\nVersion: 1.0\n", encoding="utf-8")
    points = "valleys = valleys_course.lessons\ngone = valleys_course.nothing\n"
    (info / "entry_points.txt").write_text(f"[{packs.GROUP}]\n{points}", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    assert course_folder("valleys") == package / "lessons"
    assert load_course(course_folder("valleys")).lesson("small").title == "Small"
    assert "valleys_course" not in sys.modules
    with pytest.raises(TutorError, match=r"no folder valey; did you mean valleys\?"):
        load_course(course_folder("valey"))
    with pytest.raises(TutorError, match=r"no folder /valey$"):
        load_course(course_folder("/valey"))
    assert course_folder("nothing") == Path("nothing") and packs.installed("nothing") is None
    with pytest.raises(TutorError, match="and there is no such folder"):
        course_folder("gone")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "valleys").mkdir()
    assert course_folder("valleys") == Path("valleys"), "a folder of that name comes first"


def test_a_draft_is_opened_by_its_name_alone(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        text = LESSON.replace("id: small", f"id: {name}").replace("title: Small", f"title: {name}")
        draft = "draft: true  # not yet\n" if name == "two" else ""
        (tmp_path / f"{name}.yaml").write_text(draft + text, encoding="utf-8")
    course = load_course(tmp_path)
    assert [one.id for one in course.lessons] == ["one", "three"]
    assert [one.id for one in course_contents(tmp_path).entries] == ["one", "three"]
    assert course.lesson("two").draft and course.beside(course.lesson("three"), 1) is None
    assert lint([tmp_path]) == [], "it is checked like any other"
    assert [one.id for one in course_of(tmp_path / "two.yaml").lessons] == ["two"], (
        "as in a preview"
    )
    (tmp_path / "two.yaml").write_text("draft: true\nid: two\n", encoding="utf-8")
    assert lint([tmp_path]) != []


def test_a_file_that_is_no_lesson_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match=r"there is no such file; did you mean small\.yaml"):
        read_text(packed(tmp_path / "p.zip", {"small.yaml": LESSON}) / "smal.yaml")


def test_a_file_in_a_zip_is_no_larger_than_one_beside_it(tmp_path: Path) -> None:
    pack = packed(tmp_path / "p.zip", {"small.yaml": "#" * 400_001})
    with pytest.raises(ProblemsError, match=r"0\.4 MB is too large; a lesson has at most 0\.4 MB"):
        read_text(pack / "small.yaml")


def test_a_folder_may_be_named_like_a_zip(tmp_path: Path) -> None:
    folder = tmp_path / "lessons.zip"
    folder.mkdir()
    (folder / "small.yaml").write_text(LESSON, encoding="utf-8")
    assert not packs.is_zip(folder) and packs.zip_of(folder / "small.yaml") is None
    assert load_course(folder).lesson("small").title == "Small"
