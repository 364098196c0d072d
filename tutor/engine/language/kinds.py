"""What a name or an expression may hold at any time of a run, found without running it.

Two that may ever hold the same list share what its elements may be, so that a change by one name
is known under every other: what is found to be a number surely is one, and its arithmetic needs no
test while it runs. After Steensgaard, Points-to Analysis in Almost Linear Time (1996).
"""

from __future__ import annotations

from collections.abc import Sequence

from tutor.engine.language.grammar import Kind

TELLING = (Kind.TEXT, Kind.ANY)
"""Kinds that say what is in something of that kind."""


class Signature:
    """What a function takes and gives."""

    def __init__(
        self, names: Sequence[str], takes: Sequence[Held], gives: Held, least: int
    ) -> None:
        self.names = tuple(names)
        self.takes = tuple(takes)
        self.gives = gives
        self.least = least
        """Arguments that it cannot do without."""


class Held:
    """What something may hold. Two that are made one point to the same."""

    __slots__ = (
        "_element", "_kind", "_link", "changes", "grows", "items", "new", "signature", "world"
    )  # fmt: skip

    def __init__(self, world: World, kind: Kind | None = None) -> None:
        self._link: Held | None = None
        self._kind = kind
        self._element: Held | None = None
        self.items: tuple[Held, ...] | None = None
        """What stands at each place of a tuple, while all tuples here are of one length."""
        self.signature: Signature | None = None
        self.changes = False
        """A list of these is changed in place somewhere."""
        self.grows = False
        """It becomes longer or shorter."""
        self.world = world
        if not world.frozen:
            world.all.append(self)
        self.new = world.frozen
        """Made after everything else was settled: it may still be joined to that."""

    def root(self) -> Held:
        here = self
        while here._link is not None:
            here = here._link
        if here is not self:
            self._link = here
        return here

    @property
    def known(self) -> Kind | None:
        """The kind; None where nothing is ever held."""
        return self.root()._kind

    def kind(self) -> Kind:
        """The kind, for who has to work with it: what never is held may be anything."""
        return self.root()._kind or Kind.ANY

    def is_(self, kind: Kind) -> bool:
        return self.root()._kind is kind

    def raise_to(self, kind: Kind | None) -> None:
        """It may hold this kind as well."""
        root = self.root()
        if kind is None or root._kind is kind or root._kind is Kind.ANY:
            return
        if self.world.frozen and not root.new:
            raise ChangesError
        self.world.changed = True
        root._kind = kind if root._kind is None else Kind.ANY
        root.settle()

    def element(self) -> Held:
        """What going through it gives."""
        root = self.root()
        if root._element is None:
            if self.world.frozen and not root.new:
                return self._settled_element(root)
            # What is in a text, or in what may be anything, is so from the first: nothing is found
            # by asking for it, and whoever looks until nothing is found any more comes to an end.
            root._element = Held(self.world, root._kind if root._kind in TELLING else None)
            root.settle()
        return root._element.root()

    def _settled_element(self, root: Held) -> Held:
        """What is in something whose elements nobody has asked for before."""
        if root._kind is Kind.TEXT:
            return Held(self.world, Kind.TEXT)
        if root.items is None:
            return Held(self.world, Kind.ANY)
        kinds = {item.kind() for item in root.items}
        if kinds <= {Kind.NUMBER, Kind.TEXT, Kind.NONE, Kind.ANY}:
            return Held(self.world, kinds.pop() if len(kinds) == 1 else Kind.ANY)
        made = Held(self.world)
        for item in root.items:
            made.join(item)
        return made

    def settle(self) -> None:
        """Carry what it is down to what is in it."""
        kind = self._kind
        if self._element is not None and self.items is not None:
            for item in self.items:
                self._element.join(item)
        if kind is Kind.TEXT and self._element is not None:
            self._element.raise_to(Kind.TEXT)
        if kind is Kind.ANY:
            parts = [self._element, *(self.items or ())]
            if self.signature is not None:
                parts += [*self.signature.takes, self.signature.gives]
            for part in parts:
                if part is not None:
                    part.raise_to(Kind.ANY)

    def join(self, other: Held) -> None:
        """From now on both are one. Raises ChangesError where all is settled and they differ."""
        one, two = self.root(), other.root()
        if one is two:
            return
        if not self.world.frozen or (one.new and two.new):
            self.world.changed = True
            one._link = two
            two._merge(one)
        elif one.new:
            one._join_settled(two)
        elif two.new:
            two._join_settled(one)
        elif not fits(one, two):
            raise ChangesError

    def _join_settled(self, old: Held) -> None:
        """Become what is settled, where that needs no change of it."""
        if old.kind() is Kind.ANY:
            self.raise_to(Kind.ANY)
        elif self._kind not in (None, old._kind):
            raise ChangesError
        if (self.changes and not old.changes) or (self.grows and not old.grows):
            raise ChangesError
        inside, there = self._element, old._element
        self._link = old
        if old.kind() is Kind.ANY:
            return
        if inside is not None and there is not None:
            inside.join(there)
        elif inside is not None and inside.known is not None:
            raise ChangesError
        if self.items is not None:
            if old.items is None or len(old.items) != len(self.items):
                raise ChangesError
            for mine, theirs in zip(self.items, old.items, strict=True):
                mine.join(theirs)
        if self.signature is not None and self.signature is not old.signature:
            raise ChangesError

    def mark(self, grows: bool) -> None:
        """The list is changed in place, and with `grows` becomes longer or shorter."""
        root = self.root()
        if root.changes and (root.grows or not grows):
            return
        if self.world.frozen and not root.new:
            raise ChangesError
        root.changes, root.grows = True, root.grows or grows

    def _merge(self, gone: Held) -> None:
        """Take over what another one held that now points here."""
        if gone._kind is not None and gone._kind is not self._kind:
            self._kind = gone._kind if self._kind is None else Kind.ANY
        self.changes, self.grows = self.changes or gone.changes, self.grows or gone.grows
        if gone._element is not None:
            if self._element is None:
                self._element = gone._element
            else:
                self._element.join(gone._element)
        if gone.items is not None:
            if self.items is None:
                self.items = gone.items
            elif len(self.items) == len(gone.items):
                for mine, theirs in zip(self.items, gone.items, strict=True):
                    mine.join(theirs)
            else:
                everything = [*self.items, *gone.items]
                self.root().items = None
                for item in everything:
                    self.root().element().join(item)
        if gone.signature is not None:
            mine_, theirs_ = self.root().signature, gone.signature
            if mine_ is None:
                self.root().signature = theirs_
            elif mine_ is not theirs_:
                self._merge_signatures(mine_, theirs_)
        self.root().settle()

    def _merge_signatures(self, mine: Signature, theirs: Signature) -> None:
        mine.gives.join(theirs.gives)
        if mine.names == theirs.names and mine.least == theirs.least:
            for one, other in zip(mine.takes, theirs.takes, strict=True):
                one.join(other)
            return
        for one in (*mine.takes, *theirs.takes):
            one.raise_to(Kind.ANY)
        self.root().signature = Signature((), (), mine.gives, -1)

    def of_items(self, items: Sequence[Held]) -> None:
        """It may hold a tuple of these."""
        self.raise_to(Kind.TUPLE)
        root = self.root()
        if root.items is None and root._element is None:
            root.items = tuple(items)
            root.settle()
        elif root.items is not None and len(root.items) == len(items):
            for mine, theirs in zip(root.items, items, strict=True):
                mine.join(theirs)
        else:
            for item in items:
                self.element().join(item)
            root = self.root()
            if root.items is not None and len(root.items) != len(items):
                before, root.items = root.items, None
                for item in before:
                    self.element().join(item)


class World:
    """All that is known of one listing."""

    def __init__(self) -> None:
        self.changed = False
        """Something new was found since this was last set back."""
        self.frozen = False
        """Everything is settled, and may have been compiled."""

        self.all: list[Held] = []
        """Everything that was made before that."""

    def new(self, kind: Kind | None = None) -> Held:
        return Held(self, kind)

    def settle_unknown(self) -> None:
        """What nothing was ever found to be may be anything: an argument that nobody gives."""
        for held in list(self.all):
            if held.root()._kind is None:
                held.raise_to(Kind.ANY)


class ChangesError(Exception):
    """Something would have to be other than what is settled."""


def fits(
    one: Held,
    other: Held,
    apart: bool = False,
    seen: set[tuple[int, int]] | None = None,
    loosely: bool = False,
) -> bool:
    """Whether both may hold the same all the way down; `apart`: in two versions of a listing, of
    which the other one takes over; `loosely`: it may be made for anything."""
    one, other = one.root(), other.root()
    pair = id(one), id(other)
    seen = set() if seen is None else seen
    if one is other or pair in seen:
        return True
    seen.add(pair)
    if loosely and other.kind() is Kind.ANY:
        return True
    if one.kind() is not other.kind():
        return False
    if one.kind() is Kind.ANY:
        return True
    if (one.changes, one.grows) != (other.changes, other.grows) and not apart:
        return False
    parts = [(one._element, other._element)]
    mine, theirs = one.signature, other.signature
    if mine is not None and theirs is not None and mine is not theirs:
        if (mine.names, mine.least) != (theirs.names, theirs.least):
            return False
        parts += [*zip(mine.takes, theirs.takes, strict=True), (mine.gives, theirs.gives)]
    elif mine is not theirs and not apart:
        return False
    if one.items is not None or other.items is not None:
        if one.items is None or other.items is None or len(one.items) != len(other.items):
            return False
        parts += zip(one.items, other.items, strict=True)
    return all(a is None or b is None or fits(a, b, apart, seen, loosely) for a, b in parts)
