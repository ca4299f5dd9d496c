"""A gallery of experiments worth seeing: each is a link, with a sentence and a picture.

The pictures are made by `python -m benchmarks.gallery`, which trains each one for its epochs.
"""

from pathlib import Path

from ui.widgets.presets import Preset

PICTURES = Path(__file__).parent / "pictures"


ALL_INPUTS = "features=x1-x2-x1_squared-x2_squared-x1_x2-sin_x1-sin_x2"
SPIRAL = "data=spiral&noise=0&layers=8-8&step_size=0.01&augmentation=rotation&rotation=8&speed=full"
NOISY = "data=circle&data_seed=2&points=60&noise=30&layers=16-16&show_test=true&speed=100"

PRESETS: dict[str, Preset] = {
    "xor_flat": Preset(
        "Exclusive or, no hidden layer",
        "One straight line cannot part four corners: the loss stays near ln 2 = 0.69, whatever you do.",
        "data=exclusive_or&layers=0&noise=0",
        60,
    ),
    "xor_hidden": Preset(
        "Exclusive or, four neurons",
        "Four neurons draw a line each; the output adds them up, and all four corners are right.",
        "data=exclusive_or&layers=4&noise=0&step_size=0.03",
        60,
    ),
    "circle_features": Preset(
        "A circle made by hand",
        "With x₁² and x₂² as inputs the circle needs no hidden layer: the feature does the work.",
        "data=circle&layers=0&features=x1_squared-x2_squared&step_size=0.03",
        60,
    ),
    "circle_learned": Preset(
        "A circle that is learned",
        "From x₁ and x₂ alone, three neurons close a triangle around the blue points. Try two.",
        "data=circle&layers=3&step_size=0.03",
        60,
    ),
    "spiral": Preset(
        "The spiral, from x₁ and x₂ alone",
        "Two layers of eight tanh neurons. Each epoch turns the points a little, so the arms stay smooth.",
        SPIRAL,
        700,
    ),
    "spiral_features": Preset(
        "The spiral with all seven inputs",
        "The same data with sin, squares and a product to choose from: fewer neurons, and other shapes.",
        f"data=spiral&noise=0&layers=6&{ALL_INPUTS}&step_size=0.01&speed=100",
        300,
    ),
    "vanishing": Preset(
        "Six layers of sigmoid",
        "Each layer shrinks the gradient to a quarter at most; the first ones hardly move, and nor does the loss.",
        "data=circle&layers=8-8-8-8-8-8&activation=sigmoid&optimizer=gradient_descent&step_size=0.1&speed=30",
        60,
    ),
    "deep_relu": Preset(
        "Six layers of ReLU",
        "The same depth and the same gradient descent with ReLU and He's first weights: it learns.",
        "data=circle&layers=8-8-8-8-8-8&activation=relu&initializer=he&optimizer=gradient_descent&step_size=0.1&speed=30",
        60,
    ),
    "dead_relu": Preset(
        "Dead ReLU neurons",
        "A step size of 1 throws neurons to where ReLU is 0 for every point. They never come back.",
        "data=circle&layers=8-8&activation=relu&step_size=1",
        30,
    ),
    "too_large": Preset(
        "Too large a step",
        "Each step overshoots the valley by more than the one before; soon no number can hold the loss.",
        "data=plane&activation=relu&optimizer=gradient_descent&step_size=3&step_by=mini_batch",
        5,
    ),
    "zeros": Preset(
        "All weights zero at first",
        "Behind a weight of zero every gradient is zero too: nothing moves but the last bias.",
        "data=circle&initializer=zeros&step_size=0.03",
        60,
    ),
    "overfitting": Preset(
        "Over-fitting 30 noisy points",
        "The train loss goes to nothing, the test loss rises: the network learns the noise by heart.",
        NOISY,
        800,
    ),
    "with_l2": Preset(
        "… mended by L2",
        "A penalty on large weights leaves the same network no strength for tight bends.",
        f"{NOISY}&regularization=l2&regularization_rate=0.03",
        800,
    ),
    "with_dropout": Preset(
        "… mended by dropout",
        "Each point does without 40 % of the neurons, so none can rely on a single other one.",
        f"{NOISY}&dropout=40",
        800,
    ),
    "five_classes": Preset(
        "Five classes and softmax",
        "Five outputs, one for each colour; their probabilities add up to 1 at every place.",
        "data=pinwheel&classes=5&layers=8-8&step_size=0.01",
        120,
    ),
    "hills": Preset(
        "Hills and hollows",
        "A regression: the colour is a value between −1 and 1, and the loss its mean squared error.",
        "data=multi_gaussian&layers=8-8&step_size=0.01&points=1000",
        200,
    ),
}
