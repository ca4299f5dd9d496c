"""The table of Forms: what the programs of each kind of experiment have of their own."""

from typing import Any

from engine.study.export import images, points, sequences
from engine.study.export.program import Form

FORMS: dict[str, Form] = {"points": points.FORM, "images": images.FORM, "sequences": sequences.FORM}


def of(experiment: Any) -> Form:
    """Return the Form of an experiment's programs."""
    return FORMS[experiment.KIND]
