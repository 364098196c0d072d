"""Words for codes that are said across a room and typed by hand: short, plain, and no two alike."""

from __future__ import annotations

import secrets

_TEXT = """
acorn almond amber anchor apple apron arrow aspen atlas attic autumn badge badger bagel bamboo
banjo barley basil basket beaver beetle bench birch biscuit bison blanket bonnet bottle bramble
branch bridge brook bucket buffalo bugle butter button cabin cactus camel candle canoe canyon
carbon carrot castle cedar cello chalk cherry chimney cider cinema circus clay clover cobalt
cobra cocoa coconut comet copper coral cotton cougar crane crayon cricket crystal cumin cypress
dagger daisy dawn delta desert diamond dolphin donkey dragon drum eagle easel echo elbow elm
ember engine falcon feather fennel fern ferry fiddle finch flame flute forest fossil fox galaxy
garden garlic geyser ginger glacier goblet goose granite grape guitar gull hammer harbor harp
hawk hazel hedge helmet heron hickory hollow honey hornet hotel igloo indigo iris island ivory
jacket jaguar jasmine jungle juniper kayak kettle kiwi koala ladder lagoon lantern larch lemon
lentil lily lime linen lizard lobster lotus lynx magnet mango maple marble meadow melon mesa
meteor mint mirror mitten moose mosaic moss muffin museum mustard napkin nectar needle nickel
noodle nutmeg oak oasis ocean olive onion opal orange orbit orchid osprey otter oven oyster
paddle panda paper parrot peach peanut pebble pelican pencil penguin pepper piano pigeon pillow
pine planet plum pocket pony poplar potato prairie prism puffin pumpkin quail quartz quilt
rabbit radish raven reef ribbon river robin rocket rose ruby saddle saffron salmon sandal
sapphire scarf shell silver sparrow spider spruce squirrel
"""
WORDS = tuple(_TEXT.split())


def said(words: int, *, number: bool = False) -> str:
    """So many words at random, with a number of two digits behind them: `birch-otter-41`."""
    parts = [secrets.choice(WORDS) for _ in range(words)]
    return "-".join([*parts, *([str(10 + secrets.randbelow(90))] if number else [])])


def plainly(code: str) -> str:
    """A code as it is compared: however its words are set apart, and in whatever case."""
    return "-".join("".join(c if c.isalnum() else " " for c in code.casefold()).split())
