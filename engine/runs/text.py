"""The text of a file as plain values: JSON, or lists, tuples and dicts as Python prints them.

Nothing is executed. Where Python writes otherwise than JSON, as in 1. or (1, 2) or 'a', its way is understood; how it
shows arrays and tensors is not, because that shortens them.
"""

import json
import re
from itertools import accumulate
from typing import Any

from engine.experiments.fields import LONGEST_NUMBER, NUMBER, shown
from engine.numerals import grouped

MAX_LENGTH = 1_000_000  # characters; a network on points takes at most 40,000
# The largest network has about 2,000 lists, on at most 7 levels; JSON of hundreds is an error wherever it goes.
MAX_LISTS = 20_000
MAX_LEVELS = 20
SHOWN_END = 40  # characters of the end of a text that a message repeats

# What prints the weights of a network as JSON, in the languages of their libraries.
PRINTS = {
    "NumPy": "json.dumps([a.tolist() for a in (W1, b1, W2, b2)])",
    "scikit-learn": (
        'json.dumps({"coefs_": [W.tolist() for W in mlp.coefs_], "intercepts_": [b.tolist() for b in mlp.intercepts_], '
        '"activation": mlp.activation, "out_activation_": mlp.out_activation_})'
    ),
    "PyTorch": "json.dumps({name: w.tolist() for name, w in model.state_dict().items()})",
    "Keras": "json.dumps([w.tolist() for w in model.get_weights()])",
    "TensorFlow.js": "JSON.stringify(model.getWeights().map(w => w.arraySync()))",
    "ConvNetJS, brain.js": "JSON.stringify(net.toJSON())",
}

STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<text>"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+')
    | (?P<open>["'].*)
    | (?P<number>[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)
    | (?P<word>[-+]?[^\W\d]\w*(?:\.\w+)*)
    | (?P<mark>[][{}(),:])
    | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
# How Python shows NumPy's numbers in a list.
SCALAR = re.compile(r"\b(?:np\.|numpy\.)?(?:float|int)(?:16|32|64)?\(([^()]*)\)")
# Words of Python and what JSON, as Python reads it, has for them.
WORDS = {
    **{word: word for word in ("true", "false", "null", "NaN", "Infinity", "-Infinity")},
    **{"True": "true", "False": "false", "None": "null"},
    **{"nan": "NaN", "-nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"},
}
OF_PYTORCH = ("tensor", "torch.tensor", "Parameter", "OrderedDict")


def decode(raw: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or UTF-32, with or without a byte order mark."""
    return raw.decode(json.detect_encoding(raw), "replace")


def plain(text: str) -> Any:
    """Return the values of a text. Raises ValueError, with the reason, for a text that holds none."""
    text = text.lstrip("\ufeff")
    _check_size(text)
    try:
        return json.loads(text)
    except ValueError:
        pass
    if not text.strip():
        raise ValueError("the text must be JSON, but it is empty")
    written, last, is_open = _as_json(text)
    try:
        return json.loads(written)
    except json.JSONDecodeError as error:
        if is_open and error.pos >= last:
            raise ValueError(
                f"the text must be JSON, but it ends in the middle, after {_end(text)}: "
                "the rest was cut off, or a bracket is missing there"
            ) from None
        what = error.msg[0].lower() + error.msg[1:]
        raise ValueError(f"the text must be JSON, but in line {error.lineno} it is not: {what}") from None
    except ValueError:  # Python reads no whole number of thousands of digits
        raise ValueError("the text must be JSON with numbers of fewer digits") from None


def number(value: Any, name: str) -> float:
    """Return a number, or one that is written as text; name is what a message calls it.

    Raises ValueError for anything else, and for numbers that are not finite.
    """
    if isinstance(value, str) and len(value) <= LONGEST_NUMBER and NUMBER.fullmatch(value):
        value = float(value)
    if type(value) not in (int, float):
        raise ValueError(f"{name} must be a number, got {'null' if value is None else shown(value)}")
    try:
        result = float(value)
    except OverflowError:  # an integer too large for a float
        result = float("inf")
    if not abs(result) < float("inf"):
        raise ValueError(f"{name} must be a finite number, got {shown(value)}")
    return result


def _check_size(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise ValueError(f"the text must be at most {grouped(MAX_LENGTH)} characters long, got {grouped(len(text))}")
    marks = re.findall(r"[][{}()]", STRING.sub("", text))  # those within texts do not count
    if (count := sum(mark in "[{(" for mark in marks)) > MAX_LISTS:
        raise ValueError(
            f"the text must be JSON with at most {grouped(MAX_LISTS)} lists and objects, got {grouped(count)}"
        )
    levels = max(accumulate((1 if mark in "[{(" else -1 for mark in marks), initial=0), default=0)
    if levels > MAX_LEVELS:
        raise ValueError(
            f"the text must be JSON with at most {MAX_LEVELS} levels of lists and objects, got {grouped(levels)}"
        )


def _end(text: str) -> str:
    return f"“…{' '.join(text.split())[-SHOWN_END:]}”"


def _as_json(text: str) -> tuple[str, int, bool]:
    """Return a text in JSON's way to write, where its last token begins, and whether it ends within a list or a text.

    Values that follow one another, such as several printed lists, become one list. Raises ValueError for what cannot
    be part of any value.
    """
    text = SCALAR.sub(r"\1", text)
    parts = [""]
    length = last = level = 0
    before, are_several = "", False  # the token before, spaces apart; and whether there is more than one value
    for token in TOKEN.finditer(text):
        kind, word = str(token.lastgroup), token.group()
        if kind != "space":
            last = length
            if kind in ("word", "other") and word not in WORDS and text[token.end() :].strip():
                raise ValueError(_not_json(word, text.count("\n", 0, token.start()) + 1))
            if kind == before == "number":
                raise ValueError(
                    "the text must be JSON, with commas between its numbers, which NumPy’s print leaves out: "
                    f"{PRINTS['NumPy']} has them"
                )
            if word in ")]}" and before == ",":
                parts[-1] = parts[-1].replace(",", " ")
            if level == 0 and before in (")", "]", "}"):
                are_several = True
                word = word if word == "," else f",{_json_word(kind, word)}"
            else:
                word = _json_word(kind, word)
            level += (word[-1:] in "[{") - (word[-1:] in "]}") if kind == "mark" else 0
            before = token.group() if kind == "mark" else kind
            parts.append(word)
        else:
            parts[-1] += word
        length += len(word)
    is_open = level > 0 or before == "open"
    written = "".join(parts)
    return (f"[{written.rstrip().rstrip(', ')}]", last + 1, is_open) if are_several else (written, last, is_open)


def _json_word(kind: str, word: str) -> str:
    """Return a token in JSON's way to write."""
    if kind == "number":
        return word if JSON_NUMBER.fullmatch(word) else json.dumps(float(word))
    if kind == "text":
        return word if word[0] == '"' else json.dumps(word[1:-1])
    if kind == "mark":
        return {"(": "[", ")": "]"}.get(word, word)
    return WORDS.get(word, word)


def _not_json(word: str, line: int) -> str:
    where = f"the text must be JSON, but “{shown(word)[1:-1]}” in line {line} is not"
    if word in OF_PYTORCH:
        return f"{where}: Python shows tensors so, and may leave numbers out. {PRINTS['PyTorch']} has all"
    if word in ("array", "np.array"):
        return f"{where}: Python shows arrays so, and may leave numbers out. {PRINTS['NumPy']} has all"
    return f"{where}: it may have lists, objects, texts and numbers, and nothing beside them"
