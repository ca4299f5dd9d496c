"""The path: all chapters in order."""

from ui.lessons import activation, descending, loss, neuron, softmax
from ui.lessons.parts import Chapter

CHAPTERS: tuple[Chapter, ...] = (
    neuron.CHAPTER,
    activation.CHAPTER,
    softmax.CHAPTER,
    loss.CHAPTER,
    descending.CHAPTER,
)
