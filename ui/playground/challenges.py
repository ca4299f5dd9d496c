"""Ten challenges: each is a link with a task, what it locks, and a goal that the network as given does not reach."""

from ui.widgets.presets import Challenge

CHALLENGES: dict[str, Challenge] = {
    "by_hand": Challenge(
        "No hidden layer",
        "Part the circle from its ring with no hidden layer at all. What can you give the network instead?",
        "data=circle&layers=0&lock=data-shape&goal_accuracy=98&most_layers=0",
    ),
    "triangle": Challenge(
        "Close the fence",
        "With x₁ and x₂ alone, how few lines close a fence around the blue points? You have 13 weights and biases.",
        "data=circle&lock=data-inputs&goal_accuracy=97&most_weights=13",
    ),
    "four_corners": Challenge(
        "Four corners",
        "Exclusive or from x₁ and x₂, in one hidden layer or several: 95 % with no more than 17 weights and biases.",
        "data=exclusive_or&noise=0&lock=data-inputs&goal_accuracy=95&most_weights=17",
    ),
    "three_weights": Challenge(
        "Three numbers",
        "The values on this plane need two weights and a bias, no more. Take away what is too much.",
        "data=plane&lock=data&goal_loss=0.003&most_weights=3",
    ),
    "sprint": Challenge(
        "Sprint",
        "Learn exclusive or to 99 % within three epochs. How large a step, how small a batch, can you afford?",
        "data=exclusive_or&lock=data&goal_accuracy=99&most_epochs=3",
    ),
    "asleep": Challenge(
        "Wake the sleeper",
        "Five layers of sigmoid, and nothing moves. Wake them without changing a layer or the activation.",
        "data=circle&layers=8-8-8-8-8&activation=sigmoid&optimizer=gradient_descent&step_size=0.1"
        "&lock=data-inputs-shape-functions&goal_accuracy=95",
    ),
    "noise": Challenge(
        "Do not learn the noise",
        "This network learns thirty noisy points by heart. Keep it from that: a test loss of 0.45, the shape as it is.",
        "data=circle&data_seed=2&points=60&noise=30&layers=16-16&show_test=true&lock=data-inputs-shape&goal_loss=0.45",
    ),
    "five_colours": Challenge(
        "Five arms, fifty numbers",
        "Five classes at 95 % with at most 50 weights and biases. Five outputs take their share of them.",
        "data=pinwheel&classes=5&lock=data-inputs&goal_accuracy=95&most_weights=50",
    ),
    "spiral": Challenge(
        "The spiral",
        "The classic: bring the test loss of the spiral to 0.06, by any means.",
        "data=spiral&noise=0&lock=data&goal_loss=0.06",
    ),
    "frugal_spiral": Challenge(
        "The frugal spiral",
        "The spiral at 95 % with at most 60 weights and biases. Choose the inputs well, and be patient.",
        "data=spiral&noise=0&lock=data&goal_accuracy=95&most_weights=60",
    ),
}
