"""Addresses that were changed on their way are read as they were meant; those that are valid stay as they are."""

import random
import time
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.path import CHAPTERS
from engine.experiments import address
from engine.experiments.image_experiment import ImageExperiment
from tests.engine.test_experiment import experiments
from ui.visit import address_bar, links, pasted, task, tidy, view, whole
from ui.visit.task import Task

SPIRAL = {"data": "spiral", "layers": "8-8"}
# Each as it stands behind the ?, and the parameters that are meant.
MEANT = {
    "data=spiral&amp;layers=8-8": SPIRAL,
    "data=spiral&amp;amp;layers=8-8": SPIRAL,
    "&data=spiral&&layers=8-8&": SPIRAL,
    "?data=spiral&layers=8-8": SPIRAL,
    "data%3Dspiral%26layers%3D8-8": SPIRAL,
    "data%253Dspiral%2526layers%253D8-8": SPIRAL,
    "data%25253Dspiral%252526layers%25253D8-8": SPIRAL,
    "data%3Dspiral&layers%3D8-8": SPIRAL,
    "data=spiral%26layers=8-8": SPIRAL,
    "data=spiral%2526layers%3D8-8": SPIRAL,
    "data=spiral%26amp%3Blayers%3D8-8": SPIRAL,
    "data=spiral;layers=8-8": SPIRAL,
    "data=spiral%C2%AEularization=l2&layers=8-8": {**SPIRAL, "regularization": "l2"},
    "layers=8-8&data=spiral)": SPIRAL,
    "layers=8-8&data=spiral).": SPIRAL,
    "layers=8-8&data=spiral%22%3E": SPIRAL,
    "layers=8-8&data=*spiral**": SPIRAL,
    "layers=8-8&data=spiral/": SPIRAL,
    "layers=8-8&data=spiral%E2%80%A6": SPIRAL,
    "layers=8-8&data=%E2%80%9Espiral%E2%80%9C": SPIRAL,
    "data=spiral&layers=8-8.": SPIRAL,
    "data=spiral&layers=8-8,": SPIRAL,
    "data=spiral&layers=8-8];": SPIRAL,
    "data=+spiral+&layers=8+8": {"data": "spiral", "layers": "8-8"},
    "DATA=SPIRAL&Layers=8-8": SPIRAL,
    "data=spiral&layers=8%E2%80%938": SPIRAL,
    "data=spiral&layers=8%E2%80%948": SPIRAL,
    "data=spiral&layers=8%E2%80%918": SPIRAL,
    "data=spiral&layers=8%E2%88%928": SPIRAL,
    "data=spiral&layers=8%25E2%2580%25938": SPIRAL,
    "data=spiral&layers=8%2C8": SPIRAL,
    "data=spiral&layers=%5B8%2C+8%5D": SPIRAL,
    "data=spiral&layers=8x8": SPIRAL,
    "step_size=0,03&noise=2,5": {"step_size": "0.03", "noise": "2.5"},
    "step_size=3e%E2%88%922&noise=5%": {"step_size": "0.03", "noise": "5"},
    "points=1,000": {"points": "1000"},
    "play=yes&discretize=ON": {"play": "true", "discretize": "true"},
    "activation=leaky-relu": {"activation": "leaky_relu"},
    "activation=leakyrelu": {"activation": "leaky_relu"},
    "activation=LeakyReLU": {"activation": "leaky_relu"},
    "activation=leaky-relu-tanh": {"activation": "leaky_relu-tanh"},
    "activation=relu%E2%80%93hard-tanh%E2%80%93sigmoid": {"activation": "relu-hard_tanh-sigmoid"},
    "optimizer=SGD&data=XOR": {"optimizer": "gradient_descent", "data": "exclusive_or"},
    "loss=CrossEntropy&data=gauss": {"loss": "cross_entropy", "data": "gaussian"},
    "loss=mean+squared+error&data=multi+gaussian": {"loss": "mse", "data": "multi_gaussian"},
    "learning_rate=0.1&batchSize=5": {"step_size": "0.1", "batch_size": "5"},
    "learning+rate=0.1&step-by=mini-batch": {"step_size": "0.1", "step_by": "mini_batch"},
    "features=x1%5E2,x2%5E2": {"features": "x1_squared-x2_squared"},
    "features=x1%E2%80%93x2": {"features": "x1-x2"},
    "lock=layers,step_size&hide=speed": {"lock": "shape-steps", "hide": "pace"},
    "lock=data%E2%80%93shape&hide=pace.": {"lock": "data-shape", "hide": "pace"},
    "data=3Dspiral&layers=3D8-8": SPIRAL,
    "data=spi%0D%0Aral&layers=8-8%E2%80%8B": SPIRAL,
    "step_size=0.03%E2%80%8B": {"step_size": "0.03"},
    "data=spiral&layers=%EF%BC%98-%EF%BC%98": SPIRAL,
    "data=own&drawn=0AAAA%3D%0Agggg.1zzzzyyyy": {"data": "own", "drawn": "0AAAAgggg.1zzzzyyyy"},
    "data=own&drawn=0AAAAgggg.1zzzzyyyy)": {"data": "own", "drawn": "0AAAAgggg.1zzzzyyyy"},
    "data=spiral&layers=8-8&fbclid=a&utm_source=b&gclid=c&mc_cid=d&msclkid=e&igshid=f&_ga=g&ref=h&si=i": SPIRAL,
}
# What is taken, and said.
GUESSED = {
    "data=sprial": {"data": "spiral"},
    "data=exclusive": {"data": "exclusive_or"},
    "activation=sigmoyd": {"activation": "sigmoid"},
    "optimizr=adamw": {"optimizer": "adamw"},
    "data=own&drawn=0AAAAggggMMMM.1zzzzyyyyxx": {"data": "own", "drawn": "0AAAAggggMMMM.1zzzzyyyy"},
    "data=own&drawn=0AAAAgggg.1zzz": {"data": "own", "drawn": "0AAAAgggg"},
    "data=own&drawn=vAAAAzz-_09ZxAAAA": {"data": "own", "drawn": "vAAAAzz-_09Zx"},
}
CUT_OFF = (
    "data=spiral&task=Find+f%28x1%2C+x2",
    "data=spiral&task=Find+f%28x1%2C%20x2%29+and+%28then",
    "data=spiral&lay",
    "step_size=0.1&activation=tanh%2",
    "data=spiral&task=Gr%C3",
)
NOT_CUT = (
    "task=How+hard%3F+%3A(",
    "task=95+%25",
    "task=f(x)",
    "task=a)+b)",
    "noise=5%",
    "data=spiral",
    "task=x%252",
    "",
)
LEFT = (  # what could be anything, or nothing
    "data=moo", "activation=soft", "activation=tanh-relu-moo", "layers=99-x", "step_size=fast", "nonsense=1",
    "weight=3", "name=x", "lang=de", "task=1,5+–+2&ask=data%3Dspiral%26layers%3D8",
    "pinned=layers%3D4-4%26activation%3Drelu",
)  # fmt: skip


def query_of(text):
    """The parameters of a query, as Streamlit reads them."""
    return dict(parse_qsl(text, keep_blank_values=True))


def said_by(text, page=task.PAGE):
    return tidy.read(query_of(text), page)


@pytest.mark.parametrize("text", MEANT)
def test_what_is_meant_is_read_in_silence(text):
    tidied = said_by(text)
    *_, sentences = address_bar.parse(tidied.query, task.PAGE)
    same, meant = (
        (address_bar.parse(query, task.PAGE)[:3], address_bar.parse_own(query, task.PAGE)[0])
        for query in (tidied.query, MEANT[text])
    )
    assert same == meant
    assert tidied.query.keys() == MEANT[text].keys()
    assert not tidied.sentences
    assert not sentences
    assert tidied.is_other is (query_of(text) != tidied.query)


@pytest.mark.parametrize("text", GUESSED)
def test_a_guess_is_taken_and_said(text):
    tidied = said_by(text)
    assert tidied.query == GUESSED[text]
    assert len(tidied.sentences) == 1
    assert tidied.is_other


def test_the_points_that_are_whole_are_counted():
    assert "5 points" in said_by("data=own&drawn=0AAAAggggMMMM.1zzzzyyyyxx").sentences[0]
    page = task.IMAGES_PAGE
    assert tidy.read({"data": "own", "own": "3zAQQzf.1EzQQ"}, page).query["own"] == "3zAQQzf"
    assert "1 image." in tidy.read({"own": "3zAQQzf.1EzQQ"}, page).sentences[0]
    kept = ImageExperiment.FIELDS["own"]
    assert kept.whole_part("3zAQQzf.1EzQQzf") == "3zAQQzf"


@pytest.mark.parametrize("text", CUT_OFF)
def test_an_end_that_is_missing_is_told(text):
    assert said_by(text).sentences == (tidy.CUT,)


@pytest.mark.parametrize("text", NOT_CUT)
def test_an_end_that_is_there_is_no_false_alarm(text):
    assert tidy.CUT not in said_by(text).sentences


def test_a_character_that_was_cut_is_left_out():
    assert said_by("data=spiral&task=Gr%C3").query == {"data": "spiral", "task": "Gr"}


@pytest.mark.parametrize("text", LEFT)
def test_what_could_be_anything_stays_as_it_is(text):
    assert said_by(text) == (query_of(text), (), False)


def test_the_parameter_that_has_the_very_name_counts():
    assert said_by("DATA=moons&data=spiral&dataset=xor").query == {"data": "spiral"}


texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    ["Find f(x1, x2)", "a&layers=3", "50%", "*", "…", "x%20y", "Is 1 < 2?", "data=spiral", "“so”", "a.", "b)", "&amp;"]
)
tasks = st.fixed_dictionaries(
    {
        name: texts.map(lambda said, field=task.FIELDS[name]: field.parse(said)[0])
        for name in ("task", "ask", "choice_1")
    }
).map(lambda said: Task(**said, lock=("data", "shape"), goal_loss=0.05, most_layers=2))


@given(experiments, tasks, st.booleans())
def test_a_link_that_we_write_is_read_as_it_is(experiment, asked, plays):
    query = links.to_query(experiment) | address.write(task.FIELDS, asked, Task()) | ({"play": "true"} if plays else {})
    read = query_of(urlencode(query))
    assert tidy.read(read, task.PAGE)[::2] == (query, False)
    marked = query_of(urlencode(whole.marked(query)))
    assert tidy.read(marked, task.PAGE) == (query, (), False)


@pytest.mark.parametrize("page", [chapter.page for chapter in CHAPTERS], ids=lambda page: page.name)
def test_the_settings_of_a_chapter_are_read_as_they_are(page):
    draw = random.Random(1)
    for name, field in page.fields.items():
        value = draw.choice(field.options) if hasattr(field, "options") else field.high
        query = {"screen": "1", name: field.write(value)}
        assert tidy.read(query, page) == (query, (), False)
        if name != "screen":
            messy = {"Screen": "1)", name.upper(): f" {field.write(value)}. "}
            assert tidy.read(messy, page).query.keys() == query.keys()


def test_no_setting_has_the_name_of_another_or_of_a_mark():
    for page in (task.PAGE, task.IMAGES_PAGE, task.SEQUENCES_PAGE, *(chapter.page for chapter in CHAPTERS)):
        names = [*tidy.EXPERIMENTS[page.kind].FIELDS, *view.FIELDS, *view.ARRIVAL_FIELDS, *page.fields]
        assert len(names) == len({*names})
        assert not {whole.FIRST, whole.LAST, *tidy.TRACKING} & {*names}


@given(st.dictionaries(texts | st.sampled_from(["data", "amp;layers", "v", "end", "networkShape", "drawn"]), texts))
def test_nothing_raises_and_what_was_tidied_is_tidy(query):
    for page in (task.PAGE, task.IMAGES_PAGE, task.SEQUENCES_PAGE):
        once = tidy.read(query, page)
        assert all(len(sentence) < 1000 for sentence in once.sentences)
        address_bar.parse(once.query, page)
        pasted.read(urlencode(query))


def test_long_nonsense_takes_no_time():
    nested, widths = "drawn=" + "A%2526" * 10_000, "layers=" + "8 × " * 45 + "z"
    many = "&".join(f"learn{i:05}=1" for i in range(5000))
    semicolons, names = "data=a" + ";data=b" * 8000, "activation=" + "relu, " * 33 + "z"
    for text in ("%25" * 20_000, semicolons, "&amp;" * 12_000, nested, widths, names, many, "=" * 60_000):
        begun = time.process_time()
        said_by(text)
        pasted.read(text)
        assert time.process_time() - begun < 2, text[:20]
