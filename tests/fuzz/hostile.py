# ruff: noqa: E501 - listings as they are
"""Files, listings and answers made to break out, hang or fill the memory."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

HEAD = "format: 1\nid: hostile\ntitle: Hostile\n"
STEP = "  - id: s{n}\n    title: Step {n}\n    text: |\n      Read.\n"
CODE = "    code: |\n      weight = 0.5\n      goal = 0.8\n      error = (weight - goal) ** 2\n"
FOREVER = "for i in range(10 ** 9):\n"

ESCAPES: Mapping[str, str] = {
    "import": "__import__('os').system('touch escaped')\n",
    "import assigned": "x = __import__('os')\n",
    "import statement": "import os\nos.system('touch escaped')\n",
    "from os": "from os import system\nsystem('touch escaped')\n",
    "class of a tuple": "x = ().__class__.__bases__[0].__subclasses__()\n",
    "class of a text": "x = 'a'.__class__\n",
    "getattr": "x = getattr(1, 'real')\n",
    "eval": "x = eval('1')\n",
    "exec": "exec('x = 1')\n",
    "open": "x = open('/etc/passwd')\n",
    "globals": "x = globals()\n",
    "builtins": "x = __builtins__\n",
    "attribute of a number": "x = 1 .real\n",
    "format": "x = '{0.__class__}'.format(1)\n",
    "f-string": "x = 1\nprint(f'{x.__class__}')\n",
    "percent": "x = '%*d' % (10 ** 9, 1)\n",
    "lambda": "f = lambda: 1\nx = f.__globals__\n",
    "decorator": "@print\ndef f(x):\n    return x\n",
    "default argument": "def f(x=__import__('os')):\n    return x\n",
    "annotation": "x: __import__('os') = 1\n",
    "class": "class A:\n    x = 1\n",
    "generator": "x = (i for i in range(9))\ny = x.gi_frame\n",
    "walrus": "x = (y := 1)\n",
    "global": "def f(x):\n    global print\n    return x\n",
    "print taken over": "print = 1\n",
    "print in another alphabet": "𝐩𝐫𝐢𝐧𝐭 = 1\n",
    "exec in another alphabet": "𝐞𝐱𝐞𝐜('x = 1')\n",
    "dunder": "__name__ = 1\n",
    "coding": "# coding: utf-7\nx = +AC0-1\n__import__('os')\n",
}
"""Listings that want out: each is refused."""

WHILE = "for i in range(1):\n    while True:\n        x = "
LISTINGS: Mapping[str, str] = {
    **ESCAPES,
    # hangs
    "power tower": "x = 9**9**9\n",
    "power tower in a loop": "x = 9\n" + FOREVER + "    x = 9 ** x ** 9\n",
    "negative tower": "x = (-9) ** 9 ** 9\n",
    "huge range": "for i in range(1e18):\n    x = i\n",
    "huge whole range": "for i in range(10 ** 15):\n    x = i\n",
    "endless range": "for i in range(0, 10, 0):\n    x = i\n",
    "while": "while True:\n    x = 1\n",
    "recursion": "def f(x):\n    return f(x)\ny = f(1)\n",
    "recursion of two": "def f(x):\n    return g(x)\ndef g(x):\n    return f(x)\ny = f(1)\n",
    "calls of calls": "def f0(x):\n    return x\n"
    + "".join(f"def f{n}(x):\n    return f{n - 1}(f{n - 1}(x))\n" for n in range(1, 30))
    + "y = f29(1)\n",
    "calls in calls": "def f(x):\n    return x + 1\ny = " + "f(" * 50 + "1" + ")" * 50 + "\n",
    "print for ever": FOREVER + "    print(i)\n",
    "print nothing for ever": FOREVER + "    print()\n",
    "loops in loops": "".join("    " * n + f"for i{n} in range(10 ** 9):\n" for n in range(12))
    + "    " * 12
    + "x = 1\n",
    "shifts": "x = 1 << 10 ** 9\n",
    "slow remainders": "x = 1e308\ny = 5e-324\n" + FOREVER + "    z = x % y % y\n",
    "slow rounding": "x = 1e308\n" + FOREVER + "    y = round(x, 2)\n",
    "slow written numbers": "x = 5e-324\n" + FOREVER + "    y = str(x) == str(x)\n",
    "slow lists": FOREVER + f"    a = [{'i * 1.5, ' * 100}]\n    b = max(a)\n",
    # memory
    "doubling text": "s = 'a'\n" + FOREVER + "    s = s + s\n",
    "doubling text at once": "s = 'a'\n" + "s = s + s\n" * 60,
    "text times a number": "s = 'a' * 10 ** 9\n",
    "list times a number": "a = [1] * 10 ** 9\n",
    "doubling list": "a = [1]\nfor i in range(99):\n    a = a + a\n",
    "squaring": "x = 3\n" + FOREVER + "    x = x * x\n",
    "products": "x = 9007199254740991\n" + FOREVER + f"    y = {' * '.join(['x'] * 50)}\n",
    "many rows": FOREVER + "    x = i\n",
    "many variables": "".join(f"a{n} = 0.5\n" for n in range(200))
    + FOREVER
    + "".join(f"    a{n} = a{n} * 1.5\n" for n in range(200)),
    "long texts kept": "s = 'a'\n" + FOREVER + f"    s = '{'é' * 900}' + str(i)\n",
    "lists kept": FOREVER + f"    a = [{'i * 1.5, ' * 100}]\n",
    "long lines printed": FOREVER + f"    print('{'x' * 9000}')\n",
    "lists printed": f"a = [{'1e-300, ' * 100}]\n" + FOREVER + "    print(a)\n",
    # what grows with a list, a text or a number
    "fraction in a range": "y = 0.5 in range(10 ** 15)\n",
    "all of an enumerate": f"{WHILE}-1 in enumerate(range(10 ** 8))\n",
    "wide zip": "r = [0] * 10000\nfor t in zip(*([r] * 20000)):\n    x = t\n",
    "enumerates kept": "z = range(100000)\n" + "z = enumerate(z)\n" * 15 + "x = list(z)\n",
    "runs inside runs": f"z = range(9)\nfor i in range(9000):\n    z = {'zip(' * 20}z{')' * 20}\nx = list(z)\n",
    "large start": "x = list(enumerate(range(400000), 2 ** 4095))\n",
    "large numbers written": f"x = 2 ** 4095\n{WHILE}str(x) + str(x)\n",
    "large numbers kept": "x = 2 ** 4095\ny = [x + n for n in range(10 ** 6)]\n",
    "large numbers divided": f"x = 3 ** 2500\n{WHILE}x * x // (x - 1)\n",
    "large numbers compared": f"x = [2 ** 4095] * 10000\n{WHILE}2 ** 4095 + 1 in x\n",
    "seeds": f"import random\ns = 'a' * 10000\n{WHILE}random.seed(s)\n",
    "generators kept": "x = [(n for n in [1]) for j in range(10 ** 6)]\n",
    "lambdas kept": "x = [lambda: j for j in range(10 ** 6)]\n",
    "long format": "s = '{0}' * 3300\nfor i in range(10 ** 6):\n    t = (s + str(i)).format(1)\n",
    "long percents": "s = '%%' * 4900\nfor i in range(10 ** 6):\n    t = (s + str(i)) % ()\n",
    "empty lists compared": f"a = [[]] * 3000\n{WHILE}a == a\n",
    "lists of lists compared": f"a = [[0] * 1000] * 1000\n{WHILE}a == a\n",
    "rows of lists": "w = [[]] * 63\nfor i in range(10 ** 6):\n    w[0] = [i]\n",
    "rows of a growing list": "w = []\nfor i in range(10 ** 6):\n    w.append([i] * 60)\n",
    "pairs of pairs": "t0 = (1, 2)\n"
    + "".join(f"t{n} = (t{n - 1}, t{n - 1})\n" for n in range(1, 40)),
    "lists of itself": "x = [1]\nfor i in range(7):\n    x = [x] * 1000\nprint(x)\n",
    "sum of lists": "x = sum([[0] * 1000] * 3000, [])\n",
    "sorted with a key": f"a = [n * 7919 % 10007 for n in range(9999)]\n{WHILE}sorted(a, key=abs)\n",
    "joined": f"a = ['a'] * 5000\n{WHILE}','.join(a)\n",
    "searched": f"s = 'a' * 9999\n{WHILE}'{'a' * 5000}b' in s\n",
    "defaults kept": "def f(n, a=[]):\n    a.append(n)\n    return f(n + 1)\nf(0)\n",
    "closures": "f = lambda n: n\nfor i in range(10 ** 6):\n    f = (lambda g: lambda n: g(n) + 1)(f)\n",
    "shadowed recursion": "def h(n):\n    return n\ndef f(h, n):\n    return h(h, n + 1)\ny = f(f, 1)\n",
    "many lambdas": f"f = 1\nf = [{'lambda: f(), ' * 850}]\n" * 2,
    # the parser
    "deep parentheses": "x = " + "(" * 9000 + "1" + ")" * 9000 + "\n",
    "deep brackets": "x = " + "[" * 9000 + "1" + "]" * 9000 + "\n",
    "open parentheses": "x = " + "(" * 19000 + "\n",
    "many signs": "x = " + "-" * 19000 + "1\n",
    "many nots": "x = " + "not " * 4900 + "1\n",
    "long sum": "x = 1" + " + 1" * 4900 + "\n",
    "long text sum": "x = 'a'" + " + 'a'" * 3000 + "\n",
    "long comparison": "x = 1" + " < 1" * 4900 + "\n",
    "long and": "x = 1" + " and 1" * 3000 + "\n",
    "many texts side by side": "x = " + "'a' " * 4900 + "\n",
    "thousand ifs": "x = 1\n" + "if x:\n    x = 2\n" * 1000,
    "thousand elifs": "x = 1\nif x:\n    x = 2\n" + "elif x:\n    x = 3\n" * 1000,
    "deep ifs": "x = 1\n" + "".join(" " * n + "if x:\n" for n in range(95)) + " " * 95 + "x = 2\n",
    "many names": "".join(f"v{n} = {n}\n" for n in range(1500)),
    "many functions": "".join(f"def f{n}(x):\n    return x\n" for n in range(600)),
    "huge tuple": f"{', '.join(f'a{n}' for n in range(1500))} = {', '.join('1' * 1500)}\n",
    "huge list": f"a = [{'1, ' * 6000}]\n",
    "huge literal": "x = " + "9" * 19000 + "\n",
    "huge hexadecimal": "x = 0x" + "f" * 19000 + "\n",
    "huge float": "x = 1" + "0" * 19000 + ".0\n",
    "huge exponent": "x = 1e" + "9" * 19000 + "\n",
    "complex": "x = 9" + "9" * 100 + "j\n",
    "long name": "x" * 19000 + " = 1\n",
    "long line": "x = 1" + " " * 19000 + "\n",
    "long comment": "#" * 19990 + "\n",
    "too long": "x = 1\n" * 9000,
    "much too long": "x = 1\n" * 2_000_000,
    "empty lines": "\n" * 19990,
    "null byte": "x = 1\n\x00\n",
    "escape sequence": "x = '\x1b]0;owned\x07'\n",
    "escaped escape": "x = '\\x1b[2J'\nprint(x)\n",
    "named escape": "x = '\\N{ESCAPE}[2J'\n",
    "carriage returns": "x = 1\rx = 2\r" * 500,
    "form feeds": "x = 1\x0c\n" * 500,
    "unicode names": "größe = 1\nπ = 3.14\nﬁ = 2\nx = fi\n",
    "right to left": "x = 1 # \u202e } ;touche si siht\n",
    "lone surrogate": "x = '\ud800'\n",
    "unclosed text": "x = '''" + "a\n" * 5000,
    "tabs and spaces": "if 1:\n\tx = 1\n        x = 2\n",
    "backslashes": "x = 1 + \\\n" * 4000 + "1\n",
    "semicolons": "x = 1;" * 3000 + "\n",
    "nothing": "",
    "blanks": " " * 19990,
}
"""These, and listings that are too much: each is refused, or stopped, or does no harm."""


def block(code: str) -> str:
    """A listing as it stands under `code:`."""
    return "    code: |\n" + "".join(f"      {line}\n" for line in code.splitlines())


def laughs() -> bytes:
    """Nine levels of nine: a thousand million texts, were they written out."""
    lines = ['a0: &a0 ["ha"]']
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return ("\n".join(lines) + f"\n{HEAD}").encode()


def repeated_text() -> bytes:
    """One long text under every step."""
    text = "      " + "word " * 3000
    first = f"steps:\n  - id: a\n    title: A\n    text: &t |\n{text}\n"
    rest = "".join(f"  - {{id: s{n}, title: S, text: *t}}\n" for n in range(499))
    return (HEAD + first + rest).encode()


def repeated_step() -> bytes:
    """The largest listing that there may be, under every step, with questions."""
    code = "x = 1\n" + "".join(f"x = x + {n}\n" for n in range(600))
    ask = "    ask: &a\n" + "      - {predict: x, hint: Add., reveal: '{x} {x@1}'}\n" * 20
    first = "steps:\n  - id: a\n    title: A\n" + block(code).replace("code: |", "code: &c |") + ask
    rest = "".join(f"  - {{id: s{n}, title: S, code: *c, ask: *a}}\n" for n in range(300))
    return (HEAD + first + rest).encode()


def different_listings() -> bytes:
    """As many different listings as fit into a file."""
    code = "".join(f"y = y + {n}\n" for n in range(60))
    steps = (f"  - id: s{n}\n    title: S\n{block(f'y = {n}{chr(10)}{code}')}" for n in range(330))
    return (HEAD + "steps:\n" + "".join(steps)).encode()[:399_000]


def many_mistakes() -> bytes:
    """Mistakes by the hundred, in force at questions by the hundred."""
    mistakes = "".join(f"  m{n}: {{rule: error = {n}, say: Said.}}\n" for n in range(500))
    ask = "    ask: [{predict: error, hint: See.}, {reach: error < 0.1 within 10, hint: See.}]\n"
    steps = "".join(STEP.format(n=n) + CODE + ask for n in range(400))
    return f"{HEAD}mistakes:\n{mistakes}steps:\n{steps}".encode()


def many_unknown_keys() -> bytes:
    return (HEAD + "".join(f"key{n}: {n}\n" for n in range(19_000))).encode()


def many_holes() -> bytes:
    """Sentences of nothing but placeholders."""
    text = "{weight@1}" * 1900
    step = f"    text: |\n      {text}\n{CODE}"
    return (
        HEAD + "steps:\n" + "".join(f"  - id: s{n}\n    title: S\n{step}" for n in range(20))
    ).encode()


def steps(count: int) -> bytes:
    return (HEAD + "steps:\n" + "".join(STEP.format(n=n) for n in range(count))).encode()


FILES: Mapping[str, Callable[[], bytes]] = {
    "alias bomb": laughs,
    "alias of itself": lambda: b"a: &a [*a]\n" + HEAD.encode(),
    "merge bomb": lambda: b"a: &a {x: 1}\nb: &b {<<: [*a, *a], y: {<<: *a}}\n" + HEAD.encode(),
    "repeated text": repeated_text,
    "repeated step": repeated_step,
    "different listings": different_listings,
    "many mistakes": many_mistakes,
    "many unknown keys": many_unknown_keys,
    "many holes": many_holes,
    "50 MB": lambda: HEAD.encode() + b"# " + b"x" * 50_000_000,
    "50 MB of zeros": lambda: bytes(50_000_000),
    "binary": lambda: Random(1).randbytes(300_000),
    "a program": lambda: Path(sys.executable).read_bytes()[:390_000],
    "UTF-16": lambda: steps(3).decode().encode("utf-16"),
    "UTF-16 without a mark": lambda: steps(3).decode().encode("utf-16-le"),
    "UTF-32": lambda: steps(3).decode().encode("utf-32"),
    "Latin-1": lambda: HEAD.encode() + "about: Größe\n".encode("latin-1"),
    "overlong UTF-8": lambda: HEAD.encode() + b"about: \xc0\xaf\n",
    "surrogates": lambda: HEAD.encode() + b"about: \xed\xa0\x80\n",
    "null bytes": lambda: HEAD.encode() + b"about: a\x00b\n",
    "late null byte": lambda: steps(3) + b"# " + b"x" * 9000 + b"\n#\x00\n",
    "deep lists": lambda: HEAD.encode() + b"about: " + b"[" * 190_000,
    "deep mappings": lambda: HEAD.encode() + b"about: " + b"{a: " * 90_000,
    "deep dashes": lambda: HEAD.encode() + b"steps:\n  " + b"- " * 190_000,
    "deep question marks": lambda: b"? " * 190_000,
    "deep lines": lambda: "".join(f"{' ' * n}a:\n" for n in range(880)).encode(),
    "10,000 steps": lambda: steps(10_000)[:399_000],
    "500 steps": lambda: steps(500),
    "a long line": lambda: HEAD.encode() + b"about: " + b"x" * 390_000 + b"\n",
    "a long quoted line": lambda: HEAD.encode() + b'about: "' + b"\\u0041" * 60_000 + b'"\n',
    "a long key": lambda: HEAD.encode() + b"k" * 390_000 + b": 1\n",
    "a long number": lambda: HEAD.encode() + b"steps: " + b"9" * 390_000 + b"\n",
    "a number of colons": lambda: HEAD.encode() + b"steps: " + b"1:" * 90_000 + b"1\n",
    "a long date": lambda: HEAD.encode() + b"steps: 2001-01-01 " + b" " * 90_000 + b"1:1:1\n",
    "blank lines": lambda: HEAD.encode() + b"\n" * 390_000,
    "many documents": lambda: b"---\n" * 90_000,
    "many anchors": lambda: (
        HEAD.encode() + b"steps:\n" + b"".join(b"  - &a%d x\n" % n for n in range(25_000))
    ),
    "many aliases": lambda: HEAD.encode() + b"steps:\n  - &a x\n" + b"  - *a\n" * 50_000,
    "aliases of nothing": lambda: HEAD.encode() + b"steps:\n" + b"  - *weigth\n" * 20_000,
    "many tags": lambda: (
        HEAD.encode() + b"steps:\n" + b"  - !!python/object/apply:os.system x\n" * 9000
    ),
    "a python object": lambda: b"!!python/object/apply:os.system ['touch escaped']\n",
    "the same key": lambda: b"format: 1\n" * 19_000,
    "escape characters": lambda: HEAD.encode() + b"about: \x1b]0;owned\x07\n" * 9000,
    "escaped escapes": lambda: HEAD.encode() + b'about: "\\e[2J\\x1b[31m\\a"\n',
    "right to left": lambda: HEAD.encode() + "about: \u202eeman\n".encode(),
    "tabs": lambda: HEAD.encode() + b"steps:\n" + b"\t" * 390_000,
    "percent signs": lambda: b"%" * 390_000,
    "a directive": lambda: b"%YAML 9.9\n---\n" + HEAD.encode(),
    "quotes": lambda: HEAD.encode() + b"about: " + b"'" * 390_000,
    "huge ranges": lambda: (
        HEAD
        + "steps:\n"
        + STEP.format(n=1)
        + CODE
        + "    edit: {weight: {from: -1e+300, to: 1e+300, by: 1e-300}}\n"
    ).encode(),
    "far updates": lambda: (
        HEAD
        + "steps:\n"
        + STEP.format(n=1)
        + CODE
        + "    ask: [{predict: error, after: 100000, hint: x}]\n    reveal: '{error@999999}'\n"
    ).encode(),
    "nothing": lambda: b"",
    "only a comment": lambda: b"# nothing\n",
    "only a text": lambda: b"nothing\n",
}

ANSWERS: Mapping[str, str] = {
    "power tower": "9**9**9**9",
    "negative tower": "(-9)**9**9",
    "towers of names": "weight**weight**weight" * 9,
    "import": "__import__('os').system('touch escaped')",
    "class": "().__class__.__bases__",
    "deep brackets": "(" * 99 + "1" + ")" * 99,
    "open brackets": "(" * 200,
    "signs": "-" * 199 + "1",
    "nots": "not " * 49 + "1",
    "conditions": "1if 1else " * 19 + "1",
    "long number": "9" * 199,
    "long exponent": "1e" + "9" * 197,
    "long decimals": "0." + "0" * 190 + "1",
    "page": "word " * 2_000,
    "10 kB": "9" * 10_000,
    "10 MB": "9" * 10_000_000,
    "escape sequence": "\x1b]0;owned\x07\x1b[2J0.5",
    "null byte": "0\x00.5",
    "right to left": "\u202e5.0",
    "combining marks": "5" + "\u0301" * 190,
    "other digits": "٠٫٤٦ ４６ ९",
    "lone surrogate": "\ud800",
    "percent signs": "%" * 200,
    "commas": "1,234,567,890" * 10,
    "lists": "[1] * 99999999",
    "texts": "'a' * 99999999",
    "comprehension": "sum(x for x in range(10**9))",
    "lambda": "(lambda: 1)()",
    "walrus": "(weight := 3)",
    "names": "w" * 199,
    "rounding": "round(1e308, 2)" + " + round(1e308, 2)" * 9,
}
