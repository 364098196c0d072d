"""Who is in a class: names told apart, and come back to by a code.

A user's name of SSH is no identity (in a lab everybody is `student`), nor is a key (shared accounts
share it): whoever comes says a name, and gets a code by which the same name is theirs again. The
code is kept hashed. All of it stands in the store, as settings of the class.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from tutor.classroom.words import plainly, said
from tutor.errors import UNPRINTABLE
from tutor.history.records import Store, parsed

LONGEST = 24
"""Characters of a name."""
KEYED = "key:"
"""Begins the name of the setting that keeps one who is known by a key: whoever took the name by a
code is somebody else."""
MEMBER = "member:"
"""Begins the name of the setting that keeps a member."""
COST = 2**12
"""Of the hash (scrypt, RFC 7914): some milliseconds each."""


class Member(NamedTuple):
    """One learner of a class."""

    learner: str
    """What is kept of them is kept under this; it says nothing of who they are."""
    name: str
    """As they wrote it."""
    bot: bool = False
    """A program that answers as learners do, for a rehearsal."""


UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
"""What has no look of its own and is yet no formatting (which is told by its category)."""
PILED = re.compile(r"(\w)([\u0300-\u036f]{2})[\u0300-\u036f]+")
"""Marks upon a letter, more than any language has."""


def tidy(name: str) -> str:
    """A name as it is shown: without what cannot be seen, and no longer than it may be. Empty where
    there is nothing in it that could be read out."""
    seen = UNSEEN.sub("", UNPRINTABLE.sub(" ", name))
    seen = "".join(one for one in seen if unicodedata.category(one) != "Cf")
    whole = PILED.sub(r"\1\2", unicodedata.normalize("NFC", seen))
    found = " ".join(whole.split())[:LONGEST].strip()
    said = any(unicodedata.category(one)[0] in "LN" or one > "\u2190" for one in found)
    return found if said else ""


def folded(name: str) -> str:
    """What two names have in common that a room would take for one."""
    return " ".join(unicodedata.normalize("NFKC", tidy(name)).casefold().split())


class Members:
    """The members of one class."""

    def __init__(self, store: Store, course_class: str) -> None:
        self._store, self._class = store, f"class:{course_class}"

    def has(self, name: str) -> bool:
        """Somebody of that name is there. Raises StoreError."""
        return self._kept(name) is not None

    def join(self, name: str, at: datetime) -> tuple[Member, str] | None:
        """A new member and their return code; None where the name is somebody's. Raises
        StoreError."""
        member = Member(secrets.token_hex(6), tidy(name))
        code = said(2, number=True)
        salt = secrets.token_hex(8)
        kept = {
            "learner": member.learner,
            "name": member.name,
            "salt": salt,
            "code": _hash(code, salt),
            "joined": at.isoformat(timespec="seconds"),
        }
        text = json.dumps(kept, ensure_ascii=False)
        if self._store.claim(self._class, MEMBER + folded(name), text) != text:
            return None
        return member, code

    def back(self, name: str, code: str) -> Member | None:
        """The member of that name, by their return code; None where it is not that. Raises
        StoreError."""
        kept = self._kept(name)
        if kept is None:
            return None
        right = hmac.compare_digest(_hash(code, kept["salt"]), kept["code"])
        return Member(kept["learner"], kept["name"]) if right else None

    def known(self, name: str, at: datetime) -> Member:
        """The member of that name, who is known by a key; made where there is none. Raises
        StoreError."""
        return self._claimed(KEYED + folded(name), name, at)

    def rename(self, learner: str, name: str) -> str:
        """Give a learner another name, by which they come back with the same code. Returns why not,
        as a sentence, or empty. Raises StoreError."""
        new = tidy(name)
        if not new:
            return "That is no name that can be shown."
        for beginning in (MEMBER, KEYED):
            for key, text in self._store.recall(self._class, beginning).items():
                kept = parsed(text)
                if not isinstance(kept, dict) or kept.get("learner") != learner:
                    continue
                renamed = json.dumps({**kept, "name": new}, ensure_ascii=False)
                to = MEMBER + folded(new) if beginning == MEMBER else key  # a key stays theirs
                if to == key:
                    self._store.remember(self._class, key, renamed)
                elif self._store.claim(self._class, to, renamed) != renamed:
                    return f"There is somebody called {new} already."
                else:
                    self._store.remember(self._class, key, "")
                return ""
        return "They are in the class no more."

    def bot(self, name: str, at: datetime) -> Member | None:
        """The bot of that name, made where there is none; None where the name is somebody's. No
        code brings anybody in as a bot. Raises StoreError."""
        found = self._claimed(MEMBER + folded(name), name, at, bot=True)
        return found if found.bot else None

    def everybody(self) -> dict[str, Member]:
        """All members, by learner, in the order of their coming. Raises StoreError."""
        kept = [
            (str(one.get("joined")), _member(one))
            for beginning in (MEMBER, KEYED)
            for text in self._store.recall(self._class, beginning).values()
            if isinstance(one := parsed(text), dict)
        ]
        return {member.learner: member for _, member in sorted(kept)}

    def _claimed(self, key: str, name: str, at: datetime, *, bot: bool = False) -> Member:
        """The member who is kept there; made where there is none."""
        kept = {
            "learner": secrets.token_hex(6),
            "name": tidy(name),
            "salt": "",
            "code": "",
            "joined": at.isoformat(timespec="seconds"),
            **({"bot": True} if bot else {}),
        }
        found = parsed(self._store.claim(self._class, key, json.dumps(kept, ensure_ascii=False)))
        return _member(found if isinstance(found, dict) else kept)

    def _kept(self, name: str) -> dict[str, str] | None:
        found = parsed(
            self._store.recall(self._class, MEMBER + folded(name)).get(MEMBER + folded(name))
        )
        fields = ("learner", "name", "salt", "code")
        if not isinstance(found, dict) or not all(isinstance(found.get(f), str) for f in fields):
            return None
        return found


def _member(kept: Mapping[str, object]) -> Member:
    return Member(str(kept.get("learner")), str(kept.get("name")), bool(kept.get("bot")))


def _hash(code: str, salt: str) -> str:
    return hashlib.scrypt(plainly(code).encode(), salt=salt.encode(), n=COST, r=8, p=1).hex()
