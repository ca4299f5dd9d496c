"""An Experiment as the parameters of a link that browsers, chats and Streamlit still take."""

from urllib.parse import urlencode

from engine import address
from engine.experiment import Experiment

LONGEST_DRAWN = 1600  # characters, four for each point; the whole link stays below 2,000


def to_query(experiment: Experiment) -> dict[str, str]:
    """Return an Experiment's parameters; drawn points that are too many for a link are left out."""
    query = address.to_query(experiment)
    if len(query.get("drawn", "")) > LONGEST_DRAWN:
        del query["drawn"]
    return query


def is_whole(experiment: Experiment) -> bool:
    """Whether a link holds all of an Experiment."""
    return len(experiment.drawn) <= LONGEST_DRAWN


def same(one: Experiment, other: Experiment) -> bool:
    """Whether two Experiments have the same link."""
    return to_query(one) == to_query(other)


def opening(experiment: Experiment, step: int = 0, play: bool = False) -> str:
    """Return the address, from any other page, that opens an Experiment in the Playground, trained to a step."""
    arrival = {"at_step": str(step)} if step else {}
    query = to_query(experiment) | arrival | ({"play": "true"} if play else {})
    return f"./?{urlencode(query)}" if query else "./"
