"""Comparisons of networks on points that begin with a question, and the answer that was measured; by page.

Each answer is a claim that tests/ui/compare/test_point_lessons.py computes or trains, over several seeds.
"""

from functools import partial

from engine import activations
from engine.experiments.experiment import Experiment
from ui.compare import race_frame
from ui.compare.contenders import Contender
from ui.compare.lessons import Lesson

_lesson = partial(Lesson, Experiment)


def _wall(*shown: str) -> dict[str, object]:
    in_order = tuple(name for name in activations.ACTIVATIONS if name in shown)  # as the page has them
    return {"part": "wall", "shown": in_order, "start": "suitable"}


ACTIVATIONS: dict[str, Lesson] = {
    "vanishing": _lesson(
        "Where does the gradient go?",
        "Six hidden layers, plain gradient descent. Which of them learn?",
        "All but the sigmoid. Its slope is ¼ at most, and the backward pass multiplies six of them: its first layer "
        "gets less than a thousandth of the last layer's gradient: its bar is more than three lines lower.",
        _wall("sigmoid", "tanh", "relu", "leaky_relu", "elu"),
        "layers=8-8-8-8-8-8&optimizer=gradient_descent&step_size=0.1",
        40,
        "10",
    ),
    "linear": _lesson(
        "What can linear layers do?",
        "The same two hidden layers, with and without a bend in the activation. Who closes the circle?",
        "All but linear: without a bend, two layers can draw no more than one can, a straight line. The loss stays "
        "near ln 2 = 0.69, that of a coin.",
        _wall("linear", "sigmoid", "tanh", "relu"),
        "layers=8-8",
        40,
        "10",
    ),
    "dead": _lesson(
        "Who loses neurons?",
        "A step size thirty times too large. Whose neurons fall silent for good?",
        "Those of ReLU: a quarter to three quarters have slope 0 at every point, so their weights get no gradient. "
        "The slope of leaky ReLU is nowhere 0, and it loses none. Often, but not always, what is left is enough.",
        _wall("relu", "leaky_relu"),
        "layers=8-8&step_size=0.3",
        30,
        "10",
        race_frame.DEAD,
    ),
}

SURFACES: dict[str, Lesson] = {
    "ravine": _lesson(
        "Too large a step?",
        "One optimizer in a ravine, four step sizes. The limit is 2/25 = 0.08. Which one is at the minimum first?",
        "0.07, which overshoots across the ravine at each step, but less each time: there at step 41. 0.04 needs 72 "
        "steps, 0.01 is still on its way after 200. 0.1 is beyond the limit: each swing is larger than the last.",
        {
            "part": "surface",
            "surface": "ravine",
            "start": (),
            "steps": 200,
            "walkers": tuple(Contender("gradient_descent", size) for size in (0.01, 0.04, 0.07, 0.1)),
        },
        None,
        200,
    ),
    "saddle": _lesson(
        "Is a flat place the end?",
        "At a saddle the slope is 0, but there is no minimum. Who gets away from it first?",
        "RMSprop and Adam, at step 62: they divide by the size of the slopes, so a small slope is as good as a large "
        "one. Gradient descent and momentum wait until it has grown, and are there at steps 92 and 97.",
        {"part": "surface", "surface": "saddle", "start": (), "steps": 200, "walkers": ()},
        None,
        100,
    ),
    "local": _lesson(
        "Out of a local minimum?",
        "Twenty-five minima, one of them global. Who gets any further than to the nearest one?",
        "Only momentum with large steps: it rolls over two rims, into a minimum half as high. None finds the global "
        "minimum. From another start the answer may be another: click the contours.",
        {
            "part": "surface",
            "surface": "bumpy",
            "start": (),
            "steps": 200,
            "walkers": (
                Contender("gradient_descent", 0.07),
                Contender("momentum", 0.03),
                Contender("momentum", 0.07),
                Contender("adam", 0.2),
            ),
        },
        None,
        100,
    ),
}

OPTIMIZERS: dict[str, Lesson] = {
    "rescue": _lesson(
        "Who trains deep sigmoids?",
        "Six layers of sigmoid, whose first layer gets next to no gradient. Which optimizers train them all the same?",
        "Adagrad, RMSprop and Adam: they divide each weight's step by the size of its own gradients, so a tiny one "
        "makes steps like any other. Gradient descent and momentum stay near ln 2 = 0.69.",
        {"part": "network", "rivals": ()},
        "layers=8-8-8-8-8-8&activation=sigmoid",
        100,
        "30",
    ),
}

STEP_SIZES: dict[str, Lesson] = {
    "band": _lesson(
        "How large may a step be?",
        "Three hundred networks: step size to the right, momentum upward. Where do they learn?",
        "In a band. Without momentum it is from 0.032 to 0.32: smaller steps have not got there yet, and from 1.8 on "
        "the loss stays above 0.3. With μ = 0.9 the band begins at steps ten times smaller: momentum adds up the last "
        "gradients, 1/(1 − μ) = 10 of them.",
        {"part": "map", "against": "momentum", "epochs": 100},
        "optimizer=momentum",
        1,
    ),
}

SEEDS: dict[str, Lesson] = {
    "draw": _lesson(
        "Does luck decide?",
        "Three ReLU neurons for a circle, 64 draws of the first weights, all else equal. How many get there?",
        "More than half, but not all: yes, here the draw decides. Do not judge a setting by one seed.",
        {"seeds": 64, "epochs": 200, "target": 0.1},
        "layers=3&activation=relu&initializer=he&step_size=0.03",
        1,
    ),
    "impossible": _lesson(
        "Can luck save a setting?",
        "Exclusive or without a hidden layer, 64 draws of the first weights. How many get there?",
        "None, and all end at the same loss: no luck makes one line part four corners. It is the setting.",
        {"seeds": 64, "epochs": 200, "target": 0.1},
        "data=exclusive_or&layers=0&noise=0",
        1,
    ),
    "certain": _lesson(
        "Can luck spoil a setting?",
        "A circle and two layers of eight, 64 draws of the first weights. How many get there?",
        "All of them, so no: with room to spare, the draw hardly matters.",
        {"seeds": 64, "epochs": 200, "target": 0.1},
        "layers=8-8",
        1,
    ),
}

SHAPES: dict[str, Lesson] = {
    "xor": _lesson(
        "Deep or wide?",
        "Exclusive or, 25 shapes, five seeds each. Does it take depth, or width?",
        "Either: one layer of eight gets there with every seed, and so do two layers of six. Without a hidden layer, "
        "or with a single neuron in each, none ever does.",
        {"seeds": 5, "epochs": 150, "target": 0.1},
        "data=exclusive_or&noise=0",
        1,
    ),
    "circle": _lesson(
        "How many lines close a circle?",
        "Each neuron of the first layer draws a line. How many does it take to close a circle?",
        "Three, a triangle: with two layers of three or more, every seed gets there. With one layer of three it "
        "depends on the data. With one or two neurons in a layer none does, however many layers there are.",
        {"seeds": 5, "epochs": 150, "target": 0.1},
        "",
        1,
    ),
}
