"""Comparisons of recurrent networks that begin with a question, and the answer that was measured.

Each answer is a claim that tests/ui/compare/test_cell_lessons.py trains over five seeds.
"""

from engine.experiments.sequence_experiment import SequenceExperiment
from ui.compare.lessons import Lesson


def _lesson(label: str, question: str, answer: str, against: str, address: str, until: int) -> Lesson:
    return Lesson(SequenceExperiment, label, question, answer, {"against": against}, address, until)


LESSONS: dict[str, Lesson] = {
    "recall": _lesson(
        "Who recalls first?",
        "A letter comes first, nineteen blanks follow: which letter was it? Who learns to answer first?",
        "The plain RNN with orthogonal weights: before the GRU in all five draws that were tried, before the LSTM in "
        "four of five. With usual weights it was still guessing after 120 steps: at first, a hundred-thousandth of the "
        "gradient, or less, comes back from t = 20 to t = 1.",
        "cell",
        "",
        120,
    ),
    "adding": _lesson(
        "Who learns to add?",
        "Two of ten numbers are marked: what is their sum? All others have to be kept out. Who learns it?",
        "The gated cells, and the GRU first. Neither RNN got there in 400 steps, in any of five draws. What to keep "
        "depends on what comes in, and that is what gates decide.",
        "cell",
        "data=adding&length=10&step_size=0.02",
        200,
    ),
    "echo": _lesson(
        "Who echoes first?",
        "Each letter is to be repeated three moments later, so three are in memory at any time. Who learns it first?",
        "The plain RNNs, with usual weights too: in all of five draws before the GRU and the LSTM, which needed up to "
        "four times as many steps. Three moments are not far, and to pass everything on needs no gate.",
        "cell",
        "data=echo&step_size=0.02",
        120,
    ),
    "scale": _lesson(
        "Does more scale explode?",
        "The recurrent matrix is multiplied by this scale at each of nineteen steps back. What happens above 1?",
        "The gradient does grow on its way back: at scale 1.6 twofold and more, at 4 a hundredfold and more. And yet "
        "1.6 recalls before 1 in all of five draws: tanh bounds the state, and clipping the step. Only 4 is late: it "
        "needs twice the steps of 1.6 or more. What hurts is too little: 0.3 and 0.5 did not get there in 300 steps.",
        "scale",
        "",
        100,
    ),
    "bias": _lesson(
        "Forget gates, open or closed?",
        "The forget bias decides how far the gates of an LSTM are open at first. Which is best to recall?",
        "Open: with bias 2 it recalls before bias 1 in all of five draws. Still more open, with 3, it was sometimes "
        "sooner than with 2, sometimes later. With 0 half of the memory goes at each moment, with −1 more: neither got "
        "there in 300 steps, in any of these draws.",
        "bias",
        "cell=lstm",
        150,
    ),
    "bend": _lesson(
        "Must the cell bend?",
        "Which activation carries a letter through twenty moments best, with orthogonal weights?",
        "None at all: at first a linear cell only turns its state, so all of the gradient comes back, and later even "
        "more. It recalls before tanh in all of five draws. Sigmoid has slopes of a quarter at most: a millionth of a "
        "millionth comes back, and it did not get there in 300 steps.",
        "activation",
        "",
        100,
    ),
}
