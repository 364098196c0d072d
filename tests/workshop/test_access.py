"""Who comes in by a key, and what is said of a file of keys that is none."""

from __future__ import annotations

import os
from pathlib import Path

import asyncssh
import pytest

from tutor.errors import TutorError
from tutor.workshop.access import Access, Keys, Known


def made(name: str = "") -> tuple[asyncssh.SSHKey, str]:
    """A key, and its line."""
    key = asyncssh.generate_private_key("ssh-ed25519", comment=name or None)
    return key.convert_to_public(), key.export_public_key().decode().strip()


def test_a_key_is_its_owners(tmp_path: Path) -> None:
    (ada, line), (bo, other), (stranger, _) = made("Ada L."), made("bo@laptop"), made()
    file = tmp_path / "keys"
    file.write_text(f'# those of Monday\n\n{line}\nno-pty,from="10.0.*" {other}\n')
    keys = Keys(file)
    assert keys.name_of(ada, "127.0.0.1") == "Ada L."
    assert keys.name_of(bo, "10.0.3.4") == "bo@laptop"
    assert keys.name_of(bo, "10.1.3.4") == "" == keys.name_of(stranger, "10.0.3.4")


def test_a_file_is_read_again_when_it_has_changed_and_kept_while_it_is_broken(
    tmp_path: Path,
) -> None:
    (ada, line), (bo, other) = made("Ada"), made("Bo")
    file = tmp_path / "keys"
    file.write_text(f"{line}\n")
    keys = Keys(file)
    assert not keys.name_of(bo, "::1")
    file.write_text(f"{line}\n{other}\n")
    assert keys.name_of(bo, "::1") == "Bo"
    file.write_text("what is this\n")
    assert keys.name_of(bo, "::1") == "Bo"
    file.write_text(f"{line}\n# {other}\n")
    assert not keys.name_of(bo, "::1") and keys.name_of(ada, "::1")
    file.write_text("\n")
    assert not keys.name_of(ada, "::1")
    file.write_text(f"{line}\n")
    assert keys.name_of(ada, "::1")
    file.unlink()
    assert not keys.name_of(ada, "::1") and "cannot be read" in keys.look()
    file.write_text(f"{line}\n")
    file.chmod(0o666)
    assert "others may write" in keys.look()
    file.chmod(0o600)
    assert not keys.look() and keys.name_of(ada, "::1")


@pytest.mark.parametrize(
    ("until", "opens"),
    [("20200101", False), ("202001010000Z", False), ("29991231", True), ("29991231235959Z", True)],
)
def test_a_key_has_an_end(tmp_path: Path, until: str, opens: bool) -> None:
    ada, line = made("Ada")
    file = tmp_path / "keys"
    file.write_text(f'no-pty,from="*",expiry-time="{until}",command="a \\"b\\", c" {line}\n')
    assert bool(Keys(file).name_of(ada, "::1")) is opens


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ('expiry-time="soon"', "line 1: expiry-time is a day such as 20261231"),
        ("cert-authority", "line 1: the option cert-authority is not obeyed here"),
        ('principals="ada"', "line 1: the option principals is not obeyed here"),
        ("no-pty,verify-required", "line 1: the option verify-required is not obeyed here"),
    ],
)
def test_an_option_that_decides_and_is_not_understood_is_a_fault(
    tmp_path: Path, options: str, said: str
) -> None:
    file = tmp_path / "keys"
    file.write_text(f"{options} {made('Ada')[1]}\n")
    with pytest.raises(TutorError, match=said):
        Keys(file)


def test_keys_of_one_name_are_named(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("".join(f"{made(name)[1]}\n" for name in ("a@lab", "Bo", "A@Lab", "Cy")))
    assert Keys(file).shared == ["a@lab"]
    assert Access(Keys(file)).shared == [
        "Several keys are called a@lab: whoever has any of them is that learner."
    ]


def test_a_name_that_is_no_file_decides_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "keys")
    with pytest.raises(TutorError, match="is no file"):
        Keys(tmp_path / "keys")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no key in it"),
        ("# nobody yet\n", "has no key in it"),
        ("ssh-ed25519 AAAA Ada\n", "line 1: no public key"),
        ("\nhello\n", "line 2: no public key"),
        (
            "-----BEGIN OPENSSH PRIVATE KEY-----\n",
            "line 1: a private key; the public one is needed",
        ),
        ("KEY", "line 1: no name; write whose key it is behind it"),
        ("KEY \x1b\x07", "line 1: no name"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "keys"
    file.write_text(text.replace("KEY", made()[1], 1) if text.startswith("KEY") else text)
    with pytest.raises(TutorError, match=said):
        Keys(file)


def test_a_file_that_is_not_there_and_one_that_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(TutorError, match="cannot be read: No such file"):
        Keys(tmp_path / "nowhere")
    (tmp_path / "picture").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(TutorError, match="is no text"):
        Keys(tmp_path / "picture")


@pytest.mark.parametrize("mode", [0o666, 0o620])
def test_a_file_that_others_may_write_decides_nothing(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "keys"
    file.write_text(f"{made('Ada')[1]}\n")
    file.chmod(mode)
    with pytest.raises(TutorError, match="others may write to"):
        Keys(file)


def test_an_instructor_is_one_also_among_the_learners(tmp_path: Path) -> None:
    (ada, line), (bo, other) = made("Ada"), made("Bo")
    learners, instructors = tmp_path / "learners", tmp_path / "instructors"
    learners.write_text(f"{line}\n{other}\n")
    instructors.write_text(f"{line}\n")
    access = Access(Keys(learners), Keys(instructors), only_keys=True)
    assert access.known(ada, "::1") == Known("Ada", instructor=True)
    assert access.known(bo, "::1") == Known("Bo")
    assert access.known(made()[0], "::1") is None
    assert access.by_key and not Access().by_key
