"""The question of a Task: its answer is chosen before anything trains, and stays once Play was pressed.

Like the rest of a Task it protects nothing; it has a class think first.
"""

from dataclasses import replace
from typing import Any

from ui.visit import locks, notices, session
from ui.visit.task import Task

FIRST = "Choose an answer first: then Play and Step are unlocked."
STAYS = "Your answer stays as it is."


def is_awaited() -> bool:
    """Return whether the Task asks for an answer that the visitor has not chosen yet."""
    return locks.current_task().awaits_answer


def is_fixed() -> bool:
    """Return whether the answer stays as it is."""
    return _question(locks.current_task()) in session.current().answered


def may_train() -> bool:
    """Return whether training may begin, and have the answer stay from now on; where one is awaited, say so."""
    if is_awaited():
        notices.add(FIRST)
        return False
    fix()
    return True


def fix() -> None:
    """Have the answer, if there is one, stay as it is."""
    present = locks.current_task()
    if present.said:
        session.current().answered.setdefault(_question(present), present.answer)


def choose(number: int | None) -> None:
    """Choose an answer by its number, unless the one before stays; ignore a number that no answer has."""
    present = locks.current_task()
    if is_fixed():
        if number != present.answer:
            notices.add(STAYS)
    elif number in present.choices:
        session.update_own(answer=number)


def kept(settings: Any) -> Any:
    """Return a page's own settings, as an address has them, with the answer that stays, if they ask for one."""
    if not isinstance(settings, Task):
        return settings
    answer = session.current().answered.get(_question(settings))
    return settings if answer is None else replace(settings, answer=answer)


def _question(present: Task) -> tuple[str, ...]:
    """Return the question and its answers; what a Task without a question has is never answered."""
    return present.ask, *present.choices.values()
