"""The room's Frame: a tile for each member of a class.

What a member chose and what its network does are apart, so that a Frame has of each only what has changed: the header's
"about:ID" changes with the settings, "now:ID" and the block "net:ID" as the network learns. members has the IDs in the
order of the tiles; "data:NAME" and the blocks "places:NAME", "labels:NAME" and "tests:NAME" are the data that networks
are shown with. Whatever text is in there is shown as text.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from engine.data.datasets import HALF_WIDTH
from engine.experiments.experiment import change
from engine.experiments.training_settings import TrainingSettings
from pictures.live.packing import Frame
from pictures.room import faces

ROUNDED = 4  # significant digits of a loss


class Scores(NamedTuple):
    """How far a network is, and how good; None is what has not been measured. accuracy is from 0 to 1."""

    step: int
    epoch: float
    training_loss: float | None
    test_loss: float | None
    accuracy: float | None


class Member(NamedTuple):
    """One of a class. experiment and scores are None before training has begun.

    states are some of waiting, left, diverged and reached; says is a sentence on them, and chosen one on the settings,
    of which values has those that differ among the members, by field. link is the address of the network: if opens is
    "link" as it stands, if it is "step" with the step, if it is "weights" with the weights that are shown.
    """

    id: str
    name: str
    states: tuple[str, ...]
    says: str
    chosen: str
    values: Mapping[str, str]
    answer: str
    experiment: TrainingSettings | None
    weights: bytes
    scores: Scores | None
    link: str | None
    opens: str


def pack(members: Sequence[Member], **header: Any) -> Frame:
    """Return the Frame of these members; the header's other entries go in as they are."""
    wide: dict[str, np.ndarray] = {}
    narrow: dict[str, np.ndarray] = {}
    more: dict[str, Any] = {"members": [member.id for member in members], "half_width": HALF_WIDTH}
    for member in members:
        about = {
            "name": member.name,
            "chosen": member.chosen,
            "values": dict(member.values),
            "link": member.link,
            "opens": member.opens,
            "kind": "",
            "face": "blank",
        }
        if member.experiment is not None:
            face = faces.face(member.experiment, member.weights)
            about |= {"kind": member.experiment.KIND, "data": face.data, **face.about}
            narrow[f"net:{member.id}"] = face.shown
            if face.data and f"data:{face.data}" not in more:
                more[f"data:{face.data}"], blocks = faces.data(_data_of(member.experiment))
                for name, block in blocks.items():
                    (wide if block.itemsize > 1 else narrow)[f"{name}:{face.data}"] = block
        more[f"about:{member.id}"] = about
        more[f"now:{member.id}"] = _now(member)
    return Frame({**more, **header}, {**wide, **narrow})


def _data_of(experiment: TrainingSettings) -> TrainingSettings:
    """Return an Experiment that has the same data, and is the same for all that have."""
    fields = {name: getattr(experiment, name) for name in experiment.DATA_FIELDS}
    return change(type(experiment)(), **fields)


def _now(member: Member) -> dict[str, Any]:
    found: dict[str, Any] = {"states": list(member.states), "says": member.says, "answer": member.answer}
    if member.scores is not None:
        found |= {name: _rounded(value) for name, value in member.scores._asdict().items()}
    return found


def _rounded(value: float | None) -> float | None:
    if value is None or not np.isfinite(value):
        return None
    return value if isinstance(value, int) else float(f"{value:.{ROUNDED}g}")
