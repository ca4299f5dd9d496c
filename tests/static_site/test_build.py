"""What the site is made of: packages in the server's versions, pages that find their files, archives that are read."""

import codecs
import json
import re
import subprocess
import threading
import urllib.request
from importlib import metadata
from io import BytesIO
from pathlib import Path

import pytest
import streamlit
from fontTools.ttLib import TTFont

from benchmarks.serving import node_path, open_here
from static_site import fonts, packages, pages, scripts, serve, staging
from tests.browser.looking import PATIENCE
from ui.tables import decoding

STREAMLIT = Path(streamlit.__file__).parent / "static"
APP = [path for folder in ("ui", "pages", "course") for path in (packages.ROOT / folder).rglob("*.py")]
INDEX = (STREAMLIT / "index.html").read_text(encoding="utf-8")


def test_packages_have_the_versions_of_the_server():
    lines = [line for line in packages.locked().splitlines() if "==" in line]
    assert [line.split("==")[0] for line in lines] == list(packages.PURE)
    assert all(
        re.search(rf"^{re.escape(line)}$", (packages.ROOT / "requirements.lock").read_text(), re.M) for line in lines
    )
    assert packages.locked().count("--hash=sha256:") >= len(lines)


def test_streamlit_is_the_one_that_is_tested():
    assert f"streamlit=={metadata.version('streamlit')} " in packages.locked()


def test_a_package_without_a_version_is_an_error():
    with pytest.raises(KeyError):
        packages.locked(("no-such-package",))


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("streamlit/runtime/runtime.py", True),
        ("streamlit/static/index.html", False),
        ("numpy/_core/tests/test_dtype.py", False),
        ("numpy/linalg/_linalg.pyi", False),
        ("plotly/graph_objs/_figure.py", True),
        ("plotly/graph_objs/contour/_colorbar.py", True),
        ("plotly/graph_objs/_contourcarpet.py", False),
        ("anyio-4.16.0.dist-info/METADATA", True),
        ("anyio-4.16.0.dist-info/RECORD", False),
    ],
)
def test_what_no_page_needs_is_left_out(path, wanted):
    assert packages.is_wanted(path) is wanted


def test_encodings_of_tables_and_nothing_that_is_debugged_with_come_along():
    for name in (*decoding.ENCODINGS, *decoding.LATIN, *decoding.ALPHABETS, "utf-8-sig", "utf-32", "ascii"):
        module = codecs.lookup(name).name.replace("-", "_")
        assert packages.is_wanted_of_stdlib(f"encodings/{module}.py"), name
    assert packages.is_wanted_of_stdlib("xml/etree/ElementTree.py")
    assert not packages.is_wanted_of_stdlib("encodings/cp037.py")
    assert not packages.is_wanted_of_stdlib("bdb.py")


def test_icons_that_are_named_and_alphabets_that_are_read_stay_in_the_fonts():
    folder = STREAMLIT / "static" / "media"
    whole = next(folder.glob(f"{fonts.ICONS}*")).read_bytes()
    small = fonts.with_icons(whole, {"play_arrow", "qr_code", "no such icon"})
    assert fonts.icons(small) == {"play_arrow", "qr_code"}
    assert {"close", "expand_less"} < fonts.icons(whole)
    assert len(small) < len(whole) / 50
    with pytest.raises(ValueError, match="none with such a name"):
        fonts.with_icons(whole, {"no such icon"})
    text = TTFont(
        BytesIO(fonts.with_characters(next(folder.glob("SourceSansVF-Upright*")).read_bytes(), {0x41, 0x3B1}))
    )
    assert set(text.getBestCmap()) == {0x41, 0x3B1}
    assert text["name"].getDebugName(1) is None  # the name is reserved for the whole font
    assert "Adobe" in text["name"].getDebugName(0)


def test_every_icon_of_the_app_is_kept():
    named = {name for path in APP for name in re.findall(r":material/(\w+):", path.read_text(encoding="utf-8"))}
    whole = fonts.icons(next((STREAMLIT / "static" / "media").glob(f"{fonts.ICONS}*")).read_bytes())
    assert len(named) > 20
    assert named <= whole
    assert named <= {word for path in APP for word in fonts.words(path.read_text(encoding="utf-8"))}


def test_every_page_has_a_folder():
    names = pages.names()
    assert names[0] == ""
    assert {"images", "sequences", "activations", "cells", "learn", "glossary", "neuron"} <= set(names)
    assert len(names) == len(set(names)) == len(list((packages.ROOT / "pages").glob("*/*.py")))


def test_a_page_finds_its_files_from_its_folder(tmp_path):
    pages.write(tmp_path, STREAMLIT)
    for page in ("index.html", "images/index.html"):
        text = (tmp_path / page).read_text(encoding="utf-8")
        found = re.findall(r'(?:src|href)="(\.[^"]+)"', text)
        assert len(found) > 20
        for each in found:
            inside = (tmp_path / page).parent.joinpath(each).resolve().relative_to(tmp_path)
            here = packages.ROOT / "static_site" / inside
            assert (STREAMLIT / inside).exists() or here.exists(), each
        assert text.index("python/worker.js") < text.index("browser/start.js") < text.index("static/js/index.")
        assert "openapi" not in text


def test_a_page_of_streamlit_that_is_not_as_expected_is_an_error():
    with pytest.raises(ValueError, match="has nothing like"):
        pages.index("<html></html>", 0)


def test_scripts_of_elements_that_no_page_shows_are_left_out():
    needed = scripts.needed(STREAMLIT / "static" / "js", INDEX)
    elements = {name.split(".")[0] for name in needed}
    assert {"index", "BidiComponent", "PlotlyChart", "Selectbox", "DownloadButton"} <= elements
    assert not elements & {"DeckGlJsonChart", "GraphVizChart", "mermaid", "cytoscape"}


def test_elements_left_out_are_those_of_streamlit():
    names = {path.name.split(".")[0] for path in (STREAMLIT / "static" / "js").glob("*.js")}
    assert set(packages.ELEMENTS_LEFT_OUT) <= names


def test_no_formula_needs_a_font_that_is_left_out():
    sources = [path for each in ("pages", "course", "ui", "engine") for path in (packages.ROOT / each).rglob("*.py")]
    assert len(sources) > 100
    alphabets = re.compile(r"\\(mathfrak|frak|mathscr|mathsf|textsf|mathtt|texttt|verb)\b")
    assert [path for path in sources if alphabets.search(path.read_text(encoding="utf-8"))] == []


def test_an_archive_is_the_same_for_the_same_files_and_is_read_by_the_worker(tmp_path):
    long = "lib/python3.14/site-packages/" + "/".join(["a_folder_with_a_long_name"] * 4) + "/module.pyc"
    for name, data in (("app/a.py", b"x = 1\n"), (long, bytes(range(256)) * 5), ("app/empty.py", b"")):
        staging._write(tmp_path / "stage" / name, data)
    packed = staging.pack(tmp_path / "stage", leave=["app/gone.py"])
    assert packed == staging.pack(tmp_path / "stage")
    (tmp_path / "files.bin").write_bytes(packed)
    module = packages.ROOT / "static_site" / "browser" / "archive.js"
    program = f"""
import {{ filesOf }} from {json.dumps(module.as_uri())};
import {{ readFileSync }} from "node:fs";
const archive = readFileSync({json.dumps(str(tmp_path / "files.bin"))});
const said = filesOf(archive).map(({{ path, data }}) => [path, data.length, data[data.length - 1] ?? null]);
console.log(JSON.stringify(said));
"""
    (tmp_path / "read.mjs").write_text(program, encoding="utf-8")
    node = node_path()
    if node is None:
        pytest.skip("no Node on this machine")
    done = subprocess.run([node, tmp_path / "read.mjs"], capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [["app/a.py", 6, 10], ["app/empty.py", 0, None], [long, 1280, 255]]


def test_a_browser_that_goes_away_is_no_error_of_what_serves_the_site(tmp_path, capsys):
    with serve.server(tmp_path, 0) as running:
        for error, is_said in (
            (ConnectionResetError(), False),
            (BrokenPipeError(), False),
            (ValueError("a defect"), True),
        ):
            try:
                raise error
            except type(error):
                running.handle_error(None, ("127.0.0.1", 0))
            assert ("Traceback" in capsys.readouterr().err) == is_said


def test_what_serves_the_site_names_the_types_and_knows_no_other_path(tmp_path):
    for name in ("index.html", "404.html", "a.mjs", "b.bin", "images/index.html"):
        staging._write(tmp_path / name, name.encode())
    with serve.server(tmp_path, 0, "/below/") as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        address = f"http://{serve.HOST}:{running.server_port}"
        try:
            for path, kind, body in (
                ("/below/", "text/html", b"index.html"),
                ("/below?data=bars", "text/html", b"index.html"),
                ("/below/images?data=bars", "text/html", b"images/index.html"),
                ("/below/a.mjs", "text/javascript", b"a.mjs"),
                ("/below/b.bin", "application/octet-stream", b"b.bin"),
            ):
                with open_here(address + path, PATIENCE) as answer:
                    assert answer.headers.get_content_type() == kind
                    assert answer.read() == body
            for path in ("/", "/below/none", "/below/../../etc/passwd"):
                with pytest.raises(urllib.error.HTTPError) as refused:
                    open_here(address + path, PATIENCE)
                assert refused.value.code == 404
                assert refused.value.read() == b"404.html"
        finally:
            running.shutdown()
            thread.join()
