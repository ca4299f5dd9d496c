"""The path: all chapters in order."""

from course.chapters import (
    activation,
    backprop,
    convolution,
    data_size,
    deep_chains,
    depth_of,
    descending,
    gates,
    in_time,
    learning,
    loss,
    neuron,
    pooling,
    recurrent,
    softmax,
    text,
    transfer,
)
from course.chapters.parts import Chapter

CHAPTERS: tuple[Chapter, ...] = (
    learning.CHAPTER,
    neuron.CHAPTER,
    activation.CHAPTER,
    depth_of.CHAPTER,
    softmax.CHAPTER,
    loss.CHAPTER,
    descending.CHAPTER,
    backprop.CHAPTER,
    data_size.CHAPTER,
    transfer.CHAPTER,
    convolution.CHAPTER,
    pooling.CHAPTER,
    deep_chains.CHAPTER,
    recurrent.CHAPTER,
    in_time.CHAPTER,
    gates.CHAPTER,
    text.CHAPTER,
)
