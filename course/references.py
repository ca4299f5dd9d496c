"""What stands at the end of a chapter: its idea in one sentence, and where to read on."""

from typing import NamedTuple

import streamlit as st

from course.chapters.parts import Chapter

GOODFELLOW = "I. Goodfellow, Y. Bengio, A. Courville: *Deep Learning*. MIT Press, 2016, {}."


class Closing(NamedTuple):
    """The idea of a chapter in one sentence, and references: authors, title, place and year."""

    summary: str
    references: tuple[str, ...]


CLOSINGS = {
    "learning": Closing(
        "A network learns the form of the relationship too, and its hidden layer learns the features.",
        (
            "T. Hastie, R. Tibshirani, J. Friedman: *The Elements of Statistical Learning*. Springer, 2009.",
            "Y. LeCun, Y. Bengio, G. Hinton: *Deep learning*. Nature 521, 436–444, 2015.",
        ),
    ),
    "neuron": Closing(
        "A neuron is a weighted sum and an activation; its sum is 0 along a line that weights turn and the bias moves.",
        (
            "W. S. McCulloch, W. Pitts: *A logical calculus of the ideas immanent in nervous activity*. "
            "Bulletin of Mathematical Biophysics 5, 115–133, 1943.",
            "F. Rosenblatt: *The perceptron: a probabilistic model for information storage and organization in the "
            "brain*. Psychological Review 65, 386–408, 1958.",
        ),
    ),
    "activation": Closing(
        "Without an activation that bends, layers collapse into one; where its slope is 0, a neuron does not learn.",
        (
            "V. Nair, G. E. Hinton: *Rectified linear units improve restricted Boltzmann machines*. ICML 2010.",
            "X. Glorot, A. Bordes, Y. Bengio: *Deep sparse rectifier neural networks*. AISTATS 2011.",
        ),
    ),
    "depth_of": Closing(
        "One neuron cuts the plane by a line; a hidden layer combines lines, and further layers combine what it finds.",
        (
            "M. Minsky, S. Papert: *Perceptrons*. MIT Press, 1969.",
            "G. Cybenko: *Approximation by superpositions of a sigmoidal function*. Mathematics of Control, Signals "
            "and Systems 2, 303–314, 1989.",
            "K. Hornik, M. Stinchcombe, H. White: *Multilayer feedforward networks are universal approximators*. "
            "Neural Networks 2, 359–366, 1989.",
        ),
    ),
    "softmax": Closing(
        "Softmax makes probabilities of any numbers; only their differences count.",
        (
            GOODFELLOW.format("section 6.2.2"),
            "C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger: *On calibration of modern neural networks*. ICML 2017.",
        ),
    ),
    "loss": Closing(
        "A loss says how wrong a network is: the cross-entropy for classes, squared or absolute distances for numbers.",
        (
            GOODFELLOW.format("section 5.5"),
            "P. J. Huber: *Robust estimation of a location parameter*. Annals of Mathematical Statistics 35, 73–101, "
            "1964.",
        ),
    ),
    "descending": Closing(
        "Step against the gradient: not too far, with momentum through ravines, and with smaller steps at the end.",
        (
            "H. Robbins, S. Monro: *A stochastic approximation method*. Annals of Mathematical Statistics 22, 400–407, "
            "1951.",
            "G. Goh: *Why momentum really works*. Distill, 2017.",
            "Y. N. Dauphin and others: *Identifying and attacking the saddle point problem in high-dimensional "
            "non-convex optimization*. NIPS 2014.",
            "D. H. Wolpert, W. G. Macready: *No free lunch theorems for optimization*. IEEE Transactions on "
            "Evolutionary Computation 1, 67–82, 1997.",
        ),
    ),
    "backprop": Closing(
        "One way forward and one way back give the slope along every weight, because shared parts are computed once.",
        (
            "D. E. Rumelhart, G. E. Hinton, R. J. Williams: *Learning representations by back-propagating errors*. "
            "Nature 323, 533–536, 1986.",
            "A. G. Baydin, B. A. Pearlmutter, A. A. Radul, J. M. Siskind: *Automatic differentiation in machine "
            "learning: a survey*. Journal of Machine Learning Research 18, 2018.",
            "T. P. Lillicrap, D. Cownden, D. B. Tweed, C. J. Akerman: *Random synaptic feedback weights support error "
            "backpropagation for deep learning*. Nature Communications 7, 2016.",
        ),
    ),
    "data_size": Closing(
        "With few points a network fits their accidents; more points, fair copies of them, or a penalty hold it back.",
        (
            GOODFELLOW.format("chapter 7"),
            "A. Krogh, J. A. Hertz: *A simple weight decay can improve generalization*. NIPS 1991.",
            "R. Tibshirani: *Regression shrinkage and selection via the lasso*. Journal of the Royal Statistical "
            "Society B 58, 267–288, 1996.",
            "C. Shorten, T. M. Khoshgoftaar: *A survey on image data augmentation for deep learning*. Journal of Big "
            "Data 6, 2019.",
        ),
    ),
    "transfer": Closing(
        "Layers that were learned for one task can serve another that is similar; a random layer is the control.",
        (
            "S. J. Pan, Q. Yang: *A survey on transfer learning*. IEEE Transactions on Knowledge and Data Engineering "
            "22, 1345–1359, 2010.",
            "J. Yosinski, J. Clune, Y. Bengio, H. Lipson: *How transferable are features in deep neural networks?* "
            "NIPS 2014.",
        ),
    ),
    "convolution": Closing(
        "A convolution uses the same few weights at every place of an image.",
        (
            "K. Fukushima: *Neocognitron: a self-organizing neural network model for a mechanism of pattern "
            "recognition unaffected by shift in position*. Biological Cybernetics 36, 193–202, 1980.",
            "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: *Gradient-based learning applied to document recognition*. "
            "Proceedings of the IEEE 86, 2278–2324, 1998.",
            "V. Dumoulin, F. Visin: *A guide to convolution arithmetic for deep learning*. arXiv:1603.07285, 2016.",
        ),
    ),
    "pooling": Closing(
        "Pooling makes maps smaller, flatten makes a row of them, and most weights are in the dense layer behind.",
        (
            "R. Zhang: *Making convolutional networks shift-invariant again*. ICML 2019.",
            "M. Lin, Q. Chen, S. Yan: *Network in network*. ICLR 2014.",
        ),
    ),
    "deep_chains": Closing(
        "A slope goes back as a product, so first weights and activations must keep its factors near 1.",
        (
            "X. Glorot, Y. Bengio: *Understanding the difficulty of training deep feedforward neural networks*. "
            "AISTATS 2010.",
            "K. He, X. Zhang, S. Ren, J. Sun: *Delving deep into rectifiers: surpassing human-level performance on "
            "ImageNet classification*. ICCV 2015.",
            "D. P. Kingma, J. Ba: *Adam: a method for stochastic optimization*. ICLR 2015.",
        ),
    ),
    "recurrent": Closing(
        "A recurrent layer uses the same weights at every moment, and their gradient is a sum over time.",
        (
            "J. L. Elman: *Finding structure in time*. Cognitive Science 14, 179–211, 1990.",
            "P. J. Werbos: *Backpropagation through time: what it does and how to do it*. Proceedings of the IEEE 78, "
            "1550–1560, 1990.",
        ),
    ),
    "in_time": Closing(
        "Over many moments a gradient is a power: it vanishes or explodes, and clipping cuts only its length.",
        (
            "Y. Bengio, P. Simard, P. Frasconi: *Learning long-term dependencies with gradient descent is difficult*. "
            "IEEE Transactions on Neural Networks 5, 157–166, 1994.",
            "R. Pascanu, T. Mikolov, Y. Bengio: *On the difficulty of training recurrent neural networks*. ICML 2013.",
        ),
    ),
    "gates": Closing(
        "Gates decide what is kept, let in and shown; which cell is best depends on the task.",
        (
            "S. Hochreiter, J. Schmidhuber: *Long short-term memory*. Neural Computation 9, 1735–1780, 1997.",
            "F. A. Gers, J. Schmidhuber, F. Cummins: *Learning to forget: continual prediction with LSTM*. Neural "
            "Computation 12, 2451–2471, 2000.",
            "K. Cho and others: *Learning phrase representations using RNN encoder–decoder for statistical machine "
            "translation*. EMNLP 2014.",
            "R. Jozefowicz, W. Zaremba, I. Sutskever: *An empirical exploration of recurrent network architectures*. "
            "ICML 2015.",
        ),
    ),
    "text": Closing(
        "A network for text gives a probability to every next symbol; what it writes shows whether it copies.",
        (
            "C. E. Shannon: *A mathematical theory of communication*. Bell System Technical Journal 27, 379–423, 1948.",
            "Y. Bengio, R. Ducharme, P. Vincent, C. Jauvin: *A neural probabilistic language model*. Journal of "
            "Machine Learning Research 3, 1137–1155, 2003.",
            "I. Sutskever, J. Martens, G. Hinton: *Generating text with recurrent neural networks*. ICML 2011.",
        ),
    ),
}


def show(chapter: Chapter) -> None:
    """Show the closing of a chapter."""
    closing = CLOSINGS[chapter.name]
    with st.container(gap="small", key="closing"):
        st.markdown(f"**In one sentence:** {closing.summary}")
        st.caption("Read on:\n\n" + "\n".join(f"- {reference}" for reference in closing.references))
