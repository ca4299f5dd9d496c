"""The sets of sequences: each by its definition, names and texts, a visitor's own text, a sequence that is written."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.sequences import datasets, own, tasks, texts, written
from engine.data.sequences.datasets import SEQUENCES
from engine.data.sequences.own import MAX_CHARACTERS, MAX_SYMBOLS, OwnText
from engine.data.sequences.texts import END, TEXTS
from engine.numerals import grouped

PROSE = "In the beginning was the word. " * 3
LIST = "\n".join(["anna", "hannah", "otto", "bob", "eve", "ada", "aviva", "elle", "izzi", "nan", "viv"])


def sample(name, count=200, length=12, delay=3, text="alice", own="", seed=1):
    return datasets.sample(name, text, own, length, delay, count, np.random.default_rng(seed))


def as_text(name, points, **settings):
    symbols = datasets.symbols_in(name, settings.get("text", "alice"), settings.get("own", ""))
    return ["".join(symbols[i] for i in column) for column in points.T]


def answers(name, split):
    """What is asked of each sequence as text, with a space where nothing is judged and * where it is not determined."""
    symbols = datasets.symbols_out(name, "alice", "")
    judged, determined = split.targets[-2] > 0, split.targets[-1] > 0
    return [
        "".join(
            " " if not judged[t, i] else symbols[split.labels[t, i]] if determined[t, i] else "*"
            for t in range(len(judged))
        )
        for i in range(split.size)
    ]


@pytest.mark.parametrize("name", [name for name in SEQUENCES if name not in datasets.WITH_ALPHABET])
def test_every_task_has_its_shapes_and_follows_its_seed(name):
    train, test = sample(name)
    assert (train.size, test.size) == (160, 40)
    data = SEQUENCES[name]
    rows = (len(data.inputs),) if data.is_number else ()
    assert train.points.shape == (*rows, 12, 160)
    outputs = len(data.outputs) if len(data.outputs) > 2 else 1
    assert train.targets.shape == ((outputs + 2, 12, 160) if data.each_moment else (outputs, 160))
    again, other = sample(name)[0], sample(name, seed=2)[0]
    assert np.array_equal(train.points, again.points)
    assert not np.array_equal(train.points, other.points)
    assert data.note.endswith((".", "?", ")."))
    assert data.determined.endswith(".")
    encoded = datasets.encode(name, "alice", "", train.points)
    assert encoded.shape == (len(data.inputs), 12, 160)
    if not data.is_number:
        assert (encoded.sum(axis=0) == 1).all()
        assert np.array_equal(encoded.argmax(axis=0), train.points)


def test_recall_asks_for_the_first_letter():
    train, _ = sample("recall")
    for text, label in zip(as_text("recall", train.points), train.labels, strict=True):
        assert text == tasks.RECALLED[label] + 11 * tasks.BLANK
    assert set(train.labels) == set(range(len(tasks.RECALLED)))


@pytest.mark.parametrize("delay", [1, 3, 11])
def test_echo_asks_for_what_came_some_moments_ago(delay):
    train, _ = sample("echo", delay=delay)
    for text, answer in zip(as_text("echo", train.points), answers("echo", train), strict=True):
        assert answer == delay * " " + text[:-delay]


def test_parity_asks_whether_the_ones_so_far_are_odd():
    train, _ = sample("parity")
    for text, label in zip(as_text("parity", train.points), train.labels.T, strict=True):
        assert [text[: t + 1].count("1") % 2 for t in range(12)] == label.tolist()


def test_counting_is_determined_from_the_first_b_on():
    train, _ = sample("anbn")
    counts = set()
    for text, answer in zip(as_text("anbn", train.points), answers("anbn", train), strict=True):
        n = text.count("a")
        counts.add(n)
        assert text == ("a" * n + "b" * n).ljust(12, ".")
        assert answer == ("*" * n + "b" * (n - 1) + ".").ljust(12)
    assert counts == {1, 2, 3, 4, 5, 6}


def test_brackets_ask_which_one_closes_next():
    train, _ = sample("brackets", length=30)
    for text, answer in zip(as_text("brackets", train.points), answers("brackets", train), strict=True):
        for t in range(30):
            left = text[: t + 1]
            while (shorter := re.sub(r"\(\)|\[\]|\{\}", "", left)) != left:
                left = shorter
            assert len(left) <= tasks.DEEPEST
            assert set(left) <= set(tasks.OPENING)
            wanted = dict(zip(tasks.OPENING, tasks.CLOSING, strict=True)).get(left[-1:], tasks.NONE_OPEN)
            assert answer[t] == wanted


def test_adding_marks_one_number_in_each_half():
    (numbers, marks), sums = (split := sample("adding")[0]).points, split.labels
    assert (marks[:6].sum(axis=0) == 1).all()
    assert (marks[6:].sum(axis=0) == 1).all()
    assert ((numbers >= 0) & (numbers <= 1)).all()
    for i in range(split.size):
        np.testing.assert_allclose(numbers[marks[:, i] == 1, i].sum(), sums[i])


def test_a_sine_goes_on():
    split = sample("sine", length=20)[0]
    values = np.concatenate([split.points[0], split.labels[-1:]])
    assert np.array_equal(split.points[0][1:], split.labels[:-1])
    # The sum of the neighbours of a value is 2 cos(frequency) times the value.
    factor = ((values[2:] + values[:-2]) * values[1:-1]).sum(axis=0) / (values[1:-1] ** 2).sum(axis=0)
    np.testing.assert_allclose(values[2:] + values[:-2], factor * values[1:-1], atol=1e-9)
    assert (split.targets[-1].sum(axis=0) == 16).all()


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_has_some_symbols_that_it_can_be_written_in(name):
    content = texts.content(name)
    assert len(content) <= MAX_CHARACTERS
    assert own.read(content) == (content, ())  # so it could be a visitor's own
    assert "".join(texts.alphabet(content)[i] for i in texts.symbols(content, texts.alphabet(content))) == content
    train, test = sample("text", 2000, text=name)
    assert train.size > test.size > 0
    assert texts.is_list(content) == TEXTS[name].is_list


def test_names_are_whole_and_end():
    train, test = sample("text", 2000, text="names_spanish")
    assert train.size + test.size == len(texts.entries(texts.content("names_spanish"))) == 886
    seen = set()
    symbols = datasets.symbols_out("text", "names_spanish", "")
    for split in (train, test):
        for i, text in enumerate(as_text("text", split.points, text="names_spanish")):
            name = text.strip(END)
            seen.add(name)
            judged = split.targets[-2, :, i] > 0
            assert text.startswith(END + name + END[: len(judged) - len(name) - 1])
            assert "".join(symbols[label] for label in split.labels[judged, i]) == name + END
            assert judged.sum() == len(name) + 1
    assert seen == set(texts.entries(texts.content("names_spanish")))
    assert "maría" in seen


def test_prose_is_cut_into_sequences_that_follow_one_another():
    train, test = sample("text", 2000, length=30)
    content = texts.content("alice")
    whole = "".join(as_text("text", np.concatenate([train.points, test.points], axis=1)))
    assert content.startswith(whole)
    assert len(content) - len(whole) <= 31
    nexts = "".join(datasets.symbols_out("text", "alice", "")[label] for label in test.labels[:, -1])
    assert nexts in content
    assert sample("text", 10, length=30)[0].size == 8


def test_a_short_text_has_short_sequences():
    assert datasets.moments("own", "alice", PROSE[:40], 30) == 19
    train, test = sample("own", own=PROSE[:40], length=30)
    assert train.points.shape[0] == 19
    assert test.size == 1


def test_an_own_list_is_recognized():
    assert datasets.is_list("own", "alice", LIST)
    assert not datasets.is_list("own", "alice", PROSE)
    train, test = sample("own", own=LIST)
    assert train.size + test.size == 11
    assert train.points.shape[0] == datasets.moments("own", "alice", LIST, 30) == 7


def test_without_an_own_text_there_is_nothing():
    train, test = sample("own")
    assert train.size == test.size == 0
    assert datasets.symbols_in("own", "alice", "") == ("a", "b")


@pytest.mark.parametrize(
    ("given", "kept", "sentences"),
    [
        (PROSE, PROSE, []),
        (PROSE.replace(" ", "\t") + "\r\nend", PROSE + "\nend", []),
        (PROSE + "\x00\x07", PROSE, ["2 characters that cannot be printed were not kept."]),
        (
            "ab" * 12_000,
            "ab" * 10_000,
            ["Of 24\u202f000 characters the first 20\u202f000 were kept, 4\u202f000 were not."],
        ),
        ("a", "", [f"A text needs {own.NEEDED}; this one has 1 character, 1 different."]),
        ("a" * 900, "", [f"A text needs {own.NEEDED}; this one has 900 characters, 1 different."]),
        ("", "", []),
    ],
)
def test_what_is_kept_of_an_own_text_and_what_is_not_is_said(given, kept, sentences):
    assert own.read(given) == (kept, tuple(sentences))


def test_of_an_alphabet_of_thousands_the_commonest_characters_are_kept():
    rare = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))
    kept, (sentence,) = own.read(PROSE * 20 + rare)
    assert len(set(kept)) == MAX_SYMBOLS
    assert set(PROSE) <= set(kept)
    lost = len(PROSE * 20 + rare) - len(kept)
    assert f"{grouped(lost)} characters in all" in sentence
    assert "at most 64 are accepted" in sentence


@given(st.text(max_size=300) | st.text("ab \n", min_size=40, max_size=300))
def test_what_is_kept_is_valid_and_every_character_is_accounted_for(text):
    kept, sentences = own.read(text)
    field = OwnText()
    assert field.valid(kept)
    assert own.read(kept) == (kept, ())
    assert field.parse(text) == ((kept or None, kept == text) if text else ("", True))
    if kept == "" and text:
        assert sentences


@pytest.mark.parametrize(
    "text", ["", "?", "☃" * 300, "(]", "((((", "a" * 500, "1 2 3", "0.5*", "\n\n", "0.1 0.2* 0.9*"]
)
@pytest.mark.parametrize("name", SEQUENCES)
def test_whatever_is_written_becomes_a_sequence_or_a_sentence(name, text):
    for own_text in ("", LIST, PROSE):
        points, sentences = written.read(name, "names_english", own_text, text)
        if points is None:
            assert sentences
            continue
        encoded = datasets.encode(name, "names_english", own_text, points)
        assert encoded.shape == (
            len(datasets.symbols_in(name, "names_english", own_text)),
            points.shape[-2],
            1,
        )
        assert 1 <= points.shape[-2] <= written.MAX_MOMENTS + 1


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("brackets", "([", "2 brackets stay open."),
        ("brackets", "(", "1 bracket stays open."),
        ("brackets", "([)", "Bracket 3, ), closes nothing: the last one open is [. No training sequence has that."),
        ("brackets", "]", "Bracket 1, ], closes nothing: none is open. No training sequence has that."),
        ("parity", "0121", "Accepted are 0 1; left out: 2."),
        ("recall", "", "Write at least one symbol."),
        ("adding", "0.5 0.2", "In the training data two numbers are marked with a *, here 0."),
        ("sine", "3", "The numbers of the training data are from -1 to 1."),
        ("adding", "half", "Write numbers, such as 0.3 0.5* 0.1 0.9*."),
    ],
)
def test_what_cannot_be_read_is_said(name, text, said):
    assert said in written.read(name, "alice", "", text).sentences


def test_a_written_sequence_is_read_as_the_network_takes_it():
    assert written.read("brackets", "alice", "", "( [ ]").points[:, 0].tolist() == [0, 1, 4]
    assert written.read("adding", "alice", "", "0.3 0.5*").points[..., 0].tolist() == [[0.3, 0.5], [0, 1]]
    points, _ = written.read("text", "names_english", "", "Ab")
    assert as_text("text", points, text="names_english") == [END + "b"]
