"""The path: all chapters in order."""

from ui.lessons import activation, backprop, depth_of, descending, learning, loss, neuron, softmax
from ui.lessons.parts import Chapter

CHAPTERS: tuple[Chapter, ...] = (
    learning.CHAPTER,
    neuron.CHAPTER,
    activation.CHAPTER,
    depth_of.CHAPTER,
    softmax.CHAPTER,
    loss.CHAPTER,
    descending.CHAPTER,
    backprop.CHAPTER,
)
