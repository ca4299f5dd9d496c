"""The terms of the course: what each means, in one or two sentences, and the screen on which it can be touched.

forms are the other words by which texts name a term. A definition is shown in a title too, so it has no double quotes.
"""

from typing import NamedTuple


class Term(NamedTuple):
    """A term; at is the chapter and the number of the screen that shows it best, plays an address to try it live."""

    title: str
    definition: str
    at: tuple[str, int]
    forms: tuple[str, ...] = ()
    plays: str = ""


_IN_ADDRESS = str.maketrans(" -ℓ", "__l")


def _by_address(*terms: Term) -> dict[str, Term]:
    """Return terms by the names that they have in addresses, in alphabetical order."""
    named = {term.title.lower().translate(_IN_ADDRESS): term for term in terms}
    return dict(sorted(named.items()))


TERMS = _by_address(
    Term(
        "Machine learning",
        "Finding a relationship in data by computation, as a model that can be used on new data.",
        ("learning", 1),
    ),
    Term(
        "Deep learning",
        "The part of machine learning that uses networks with many layers, which learn their features themselves.",
        ("learning", 1),
    ),
    Term("Predictor", "A value that is given, an input of the model.", ("learning", 1), ("predictors",)),
    Term("Response", "The value that is to be predicted from the predictors.", ("learning", 1), ("responses",)),
    Term(
        "Feature",
        "A value computed from the inputs that makes a task easier; made by hand, or learned by a hidden layer.",
        ("learning", 2),
        ("features", "feature made by hand"),
        "?features=x1_squared-x2_squared&layers=0",
    ),
    Term(
        "Regression",
        "A task with a number as its response; one with a class as its response is a classification.",
        ("loss", 2),
    ),
    Term("Neuron", "Weights, a bias and an activation: it outputs h(w · x + b).", ("neuron", 1), ("neurons",)),
    Term(
        "Weight",
        "A number that an input is multiplied by; training changes it.",
        ("neuron", 1),
        ("weights",),
    ),
    Term("Bias", "A number that is added to a neuron's weighted sum; training changes it.", ("neuron", 1), ("biases",)),
    Term(
        "Activation function",
        "What a neuron applies to its weighted sum. Without one that bends, many layers are no more than one.",
        ("activation", 1),
        ("activation functions", "activation", "activations"),
        "activations?part=curves",
    ),
    Term("Sigmoid", "The activation 1 / (1 + e⁻ᶻ), between 0 and 1.", ("activation", 1), ("sigmoids",)),
    Term("ReLU", "The activation max(0, z): rectified linear unit.", ("activation", 1), ("ReLUs",)),
    Term("tanh", "The hyperbolic tangent, an activation between −1 and 1.", ("activation", 1)),
    Term(
        "Dead ReLU",
        "A ReLU whose sum is below 0 at every point: its slope is 0, and it does not learn.",
        ("activation", 3),
        ("dead",),
        "?activation=relu&optimizer=gradient_descent&step_size=3&layers=4-4&play=true",
    ),
    Term(
        "Saturation",
        "Where a sigmoid or tanh is so flat that its slope is almost 0 and learning almost stops.",
        ("activation", 3),
        ("saturate", "saturated", "saturates"),
    ),
    Term(
        "Hidden layer",
        "Neurons between the inputs and the output layer.",
        ("depth_of", 1),
        ("hidden layers", "hidden neuron", "hidden neurons", "hidden"),
    ),
    Term("Depth", "The number of layers of a network.", ("depth_of", 3), (), "depth?data=spiral"),
    Term(
        "Parameter",
        "A number that training changes: a weight or a bias. Larger networks have more of them, not more "
        "hyperparameters.",
        ("depth_of", 3),
        ("parameters",),
    ),
    Term(
        "Hyperparameter",
        "A setting that training does not change, such as the step size, the number of layers or λ.",
        ("data_size", 5),
        ("hyperparameters",),
    ),
    Term(
        "Logit",
        "The sum of an output neuron before softmax or sigmoid makes a probability of it.",
        ("softmax", 1),
        ("logits",),
    ),
    Term("Softmax", "Turns logits into probabilities: e to the power of each, divided by the sum.", ("softmax", 1)),
    Term(
        "Temperature",
        "What logits are divided by before softmax: high makes the probabilities alike, low lets the largest win.",
        ("softmax", 2),
        (),
        "sequences?data=text",
    ),
    Term(
        "Loss",
        "The number that training makes small: how wrong the network is. Its negative is called a gain.",
        ("descending", 1),
        ("losses", "train loss", "test loss"),
    ),
    Term(
        "Maximum likelihood",
        "To choose the parameters that make what was observed most probable.",
        ("loss", 1),
    ),
    Term("Likelihood", "The probability that a model gives to all that was observed.", ("loss", 1)),
    Term(
        "Cross-entropy",
        "The loss of a classification: the mean of −ln of the probability given to each point's own class.",
        ("loss", 1),
    ),
    Term(
        "Mean squared error", "The mean of the squared differences of prediction and response.", ("loss", 2), ("MSE",)
    ),
    Term("Mean absolute error", "The mean of the sizes of those differences.", ("loss", 2), ("MAE",)),
    Term("ℓ1 norm", "The sum of the sizes of several numbers.", ("data_size", 5)),
    Term("ℓ2 norm", "The root of the sum of the squares of several numbers: their length.", ("data_size", 5)),
    Term(
        "Gradient",
        "The slopes of the loss along all parameters together; against it the loss falls most steeply.",
        ("descending", 1),
        ("gradients",),
    ),
    Term(
        "Gradient descent",
        "To change every parameter by a step against its slope of the loss, again and again.",
        ("descending", 1),
        ("plain descent",),
        "optimizers?surface=ravine",
    ),
    Term(
        "Step size",
        "The factor α that a gradient is multiplied by in a step; also called learning rate.",
        ("descending", 1),
        ("step sizes",),
        "step_size",
    ),
    Term(
        "Momentum",
        "Keeps a part of the last move, so that moves in one direction add up.",
        ("descending", 2),
        (),
        "optimizers?surface=ravine",
    ),
    Term(
        "Adam",
        "An optimizer that divides each parameter's step by the usual size of its gradient.",
        ("deep_chains", 5),
    ),
    Term(
        "Mini-batch",
        "The few points on which the gradient of one step is measured.",
        ("descending", 4),
        ("mini-batches",),
    ),
    Term("Epoch", "One pass over all training points.", ("descending", 4), ("epochs",)),
    Term("Local minimum", "A place from which every way leads up, though another may be lower.", ("descending", 3)),
    Term("Global minimum", "The lowest place of all.", ("descending", 3)),
    Term("Saddle point", "A place without slope from which some ways lead up and others down.", ("descending", 3)),
    Term("Convex", "A single bowl: every local minimum is global.", ("descending", 3)),
    Term(
        "Chain rule",
        "The slope of a composed function: the product of the slopes along a path, added up over all paths.",
        ("backprop", 1),
        (),
    ),
    Term(
        "Backpropagation",
        "The chain rule from the loss back to the inputs, each shared part computed once.",
        ("backprop", 2),
        (),
    ),
    Term(
        "Feedback alignment",
        "Training in which fixed numbers take the place of the weights on the way back.",
        ("backprop", 5),
    ),
    Term(
        "Generalization",
        "To be right on points that were not in the training.",
        ("data_size", 1),
        ("generalizes", "generalize"),
    ),
    Term(
        "Over-fitting",
        "Fitting the accidents of the training points, so that unseen points become worse.",
        ("data_size", 1),
        ("over-fits", "over-fit"),
    ),
    Term(
        "Regularization",
        "What holds a network back from over-fitting, such as a penalty for large weights.",
        ("data_size", 5),
        (),
        "?regularization=l2&regularization_rate=0.01",
    ),
    Term(
        "Augmentation",
        "Moved copies of the training points, to have more of them and to make the network robust to such moves.",
        ("data_size", 3),
    ),
    Term(
        "Transfer learning",
        "To take over layers of a network that has learned another task.",
        ("transfer", 1),
        (),
        "?frozen=1&layers=8-4",
    ),
    Term("Freezing", "To keep layers as they are while others train.", ("transfer", 1), ("freezes", "frozen")),
    Term("Kernel", "The small window of weights of a convolution.", ("convolution", 1), ("kernels",), "images"),
    Term(
        "Convolution",
        "A layer that lays the same kernel on every place of an image.",
        ("convolution", 4),
        ("convolutions",),
        "images",
    ),
    Term("Padding", "Zeros around an image, so that a kernel can be centred on its edge.", ("convolution", 3)),
    Term("Stride", "How far a window walks from one place to the next.", ("convolution", 3)),
    Term("Channel", "One of the images that a convolution reads together.", ("convolution", 4), ("channels",)),
    Term("Pooling", "Makes a map smaller: of each square one number goes on.", ("pooling", 1)),
    Term("Flatten", "Writes maps as one long row of numbers.", ("pooling", 3)),
    Term("Receptive field", "The part of the image that a value depends on.", ("pooling", 4)),
    Term(
        "Initialization",
        "How the first weights are drawn, for instance by Xavier or He.",
        ("deep_chains", 4),
        ("first weights", "initial weights"),
    ),
    Term(
        "Vanishing gradient",
        "A slope that becomes tiny on its way back through many factors below 1.",
        ("deep_chains", 1),
        ("vanishes", "vanish", "vanished gradient"),
    ),
    Term(
        "Exploding gradient",
        "A slope that becomes huge on its way back through many factors above 1.",
        ("deep_chains", 1),
        ("explodes",),
    ),
    Term(
        "State", "What a recurrent layer hands on to itself from moment to moment.", ("recurrent", 1), (), "sequences"
    ),
    Term(
        "Unrolling",
        "To draw a recurrent network as a deep one, with a copy for each moment.",
        ("recurrent", 1),
        ("unrolled",),
    ),
    Term(
        "Backpropagation through time",
        "Backpropagation through the unrolled network; a shared weight gets the sum over all moments.",
        ("recurrent", 5),
    ),
    Term("Clipping", "To shorten a gradient that is longer than a limit.", ("in_time", 5), ("clipped",)),
    Term("Orthogonal", "Said of a matrix that turns, and leaves every length as it is.", ("in_time", 2)),
    Term("Gate", "A number between 0 and 1 that says how much of something passes.", ("gates", 1), ("gates",)),
    Term(
        "LSTM", "Long short-term memory: a cell with a forget, an input and an output gate.", ("gates", 1), ("LSTMs",)
    ),
    Term("GRU", "Gated recurrent unit: one gate decides what is kept and what makes room.", ("gates", 1), ("GRUs",)),
    Term("One-hot", "A column of zeros with a single one, at the place of its symbol.", ("text", 1)),
)
