"""Which packages go into the site, where they come from, and what of them is left out.

The versions are those of the server: requirements.lock. NumPy and Pillow are compiled for each kind of machine, and
PyPI has none for browsers by themselves; another package there carries those of Pyodide's own distribution.
"""

import re
from pathlib import Path
from typing import NamedTuple

from ui.tables import decoding

ROOT = Path(__file__).parents[1]
PYTHON = "3.14"  # of Pyodide's release, see package.json

# Packages in pure Python, in the versions of requirements.lock.
PURE = (
    "anyio",  # what Starlette runs on
    "charset-normalizer",
    "click",  # Streamlit imports it
    "et-xmlfile",  # openpyxl needs it
    "idna",  # anyio needs it
    "itsdangerous",  # Starlette needs it
    "narwhals",  # Plotly needs it
    "openpyxl",
    "packaging",
    "plotly",
    "protobuf",
    "python-multipart",  # Starlette needs it
    "segno",
    "starlette",  # the line of a live picture speaks as on a server
    "streamlit",
    "typing-extensions",
)


class Wheel(NamedTuple):
    """A compiled package for browsers: the name of its file, and its hash."""

    file: str
    sha256: str


CARRIER = "open_webui==0.12.4"  # a package on PyPI that has the compiled ones inside, and 100 MB of other things
CARRIER_FOLDER = "open_webui/frontend/pyodide/"
COMPILED = (
    Wheel(
        "numpy-2.4.3-cp314-cp314-pyemscripten_2026_0_wasm32.whl",
        "0cad9c1b91f0082e4f959bc0e0bf5835a2efbba6ab3b1e9d1fe6e7e564cca98e",
    ),
    Wheel(
        "pillow-12.2.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl",
        "a50d83a8a76d646768e99e93ed5bf365d0b83563fd8b597e77562e75c8f575a9",
    ),
)

# Modules that read their own text, which therefore stays beside what is compiled.
READ_THEMSELVES = ("anyio/__init__.py",)

# What no page imports, as beginnings of paths in a package.
LEFT_OUT = (
    "streamlit/static/",  # the browser gets it from the site's own folder
    "streamlit/hello/",
    "streamlit/testing/",
    "streamlit/.agents/",
    "streamlit/vendor/pympler/",
    "streamlit/web/skills",
    "plotly/package_data/plotly.min.js",
    "plotly/package_data/widgetbundle.js",
    "plotly/package_data/datasets/",
    "plotly/labextension/",
    "plotly/express/",
    "plotly/figure_factory/",
    "plotly/matplotlylib/",
    "plotly/graph_objs/_figurewidget",
    "numpy/conftest",
    "numpy/f2py/",
    "numpy/fft/",
    "numpy/linalg/lapack_lite.",
    "numpy/polynomial/",
    "numpy/testing/",
    "numpy/distutils/",
    "numpy/_core/include/",
    "numpy/_core/lib/",
    "numpy/_pyinstaller/",
    "PIL/_imagingft.",
    "PIL/_imagingtk.",
    "PIL/_webp.",
    "charset_normalizer/cli/",
    "anyio/_backends/_trio.",
    "packaging/licenses/",
    "starlette/testclient.",
)
LEFT_OUT_PATTERNS = (
    # Kinds of charts that no page draws.
    r"plotly/graph_objs/(?!__init__|_?(bar|contour|mesh3d|scatter|scatter3d|surface|layout|figure|frame|deprecations)[/.])",
    # Data frames of other libraries.
    r"narwhals/(_arrow|_dask|_duckdb|_ibis|_pandas_like|_polars|_spark_like|_sql|testing)/",
    # Kinds of image files that no page shows.
    r"PIL/(?!Png|Jpeg|Bmp|Gif|Ppm)\w+ImagePlugin",
)
# Modules that are imported, but do nothing here: they give what is written in C its documentation.
EMPTIED = ("numpy/_core/_add_newdocs.py", "numpy/_core/_add_newdocs_scalars.py")
LEFT_OUT_ENDS = (".pyi", ".pyx", ".pxd", ".h", ".a", ".js.map", "py.typed", ".md.d")
LEFT_OUT_PARTS = ("/tests/", ".data/", "/__pycache__/")
KEPT_OF_INFO = ("METADATA", "entry_points.txt", "top_level.txt")

# Of the standard library.
LEFT_OUT_OF_STDLIB = (
    "pydoc_data/",
    "idlelib/",
    "lib2to3/",
    "ensurepip/",
    "turtledemo/",
    "tkinter/",
    "test/",
    "_pyrepl/",
    "curses/",
    "dbm/",
    "wsgiref/",
    "unittest/",
    "sqlite3/",
    "mailbox",
    "imaplib",
    "smtplib",
    "ftplib",
    "poplib",
    "pdb.",
    "doctest",
    "pydoc.",
    "cProfile",
    "profile.",
    "pstats",
    "turtle",
    "xmlrpc/",
    "xml/dom/",
    "multiprocessing/",
    "http/server",
    "socketserver",
    "webbrowser",
    "pty.",
    "plistlib",
    "asyncio/proactor_events",
    "asyncio/windows_",
    # What is written in C as well.
    "_pyio",
    "_pydatetime",
    # What only programmers run.
    *(
        "bdb.",
        "cmd.",
        "code.",
        "compileall",
        "filecmp",
        "fileinput",
        "modulefinder",
        "pickletools",
        "pyclbr",
        "rlcompleter",
    ),
    *("shelve", "symtable", "tabnanny", "tarfile", "this.", "trace.", "wave.", "zipapp", "optparse", "antigravity"),
)
# Of the encodings of the standard library, as Python names their modules: what Python needs, and those of tables.
ENCODINGS = {
    *("__init__", "aliases", "ascii", "charmap", "cp437", "idna", "latin_1", "iso8859_1", "iso8859_15", "punycode"),
    *("raw_unicode_escape", "undefined", "unicode_escape", "utf_16_be", "utf_16_le", "utf_32", "utf_8_sig"),
    *(name.replace("-", "_") for name in (*decoding.ENCODINGS, *decoding.LATIN, *decoding.ALPHABETS)),
}

# Of Streamlit's pages: scripts for elements that no page of this app shows. What only they load is left out, too.
ELEMENTS_LEFT_OUT = (
    "ArrowVegaLiteChart",
    "Audio",
    "AudioInput",
    "Balloons",
    "CameraInput",
    "ChatInput",
    "ColorPicker",
    "DataFrame",
    "DateInput",
    "DateTimeInput",
    "DeckGlJsonChart",
    "EChartsChart",
    "Feedback",
    "GraphVizChart",
    "MermaidChart",
    "Snow",
    "TimeInput",
    "Video",
    "embed",  # draws Vega charts, in figures with a small one beside them
)
# Of its media: what these elements show, and fonts that no page has.
MEDIA_LEFT_OUT = (
    *("SourceSerif", "balloon-", "fireworks", "flake-", "snowflake"),
    *("KaTeX_Fraktur", "KaTeX_SansSerif", "KaTeX_Script", "KaTeX_Typewriter"),  # alphabets that no formula has
)

# The app: folders and files.
APP = (
    ".streamlit/config.toml",
    "engine",
    "pictures",
    "ui",
    "course",
    "pages",
    "static_site/host",
    "static_site/__init__.py",
)


def is_wanted(path: str) -> bool:
    """Whether a file of a wheel goes into the site."""
    if ".dist-info/" in path:
        return path.endswith(KEPT_OF_INFO)
    return not (
        path.startswith(LEFT_OUT)
        or path.endswith(LEFT_OUT_ENDS)
        or any(part in path for part in LEFT_OUT_PARTS)
        or any(re.match(pattern, path) for pattern in LEFT_OUT_PATTERNS)
    )


def is_wanted_of_stdlib(path: str) -> bool:
    """Whether a file of the standard library goes into the site."""
    folder, _, name = path.rpartition("/")
    if folder == "encodings":
        return name.split(".")[0] in ENCODINGS
    return not path.startswith(LEFT_OUT_OF_STDLIB)


def locked(names: tuple[str, ...] = PURE) -> str:
    """Return the lines of requirements.lock for these packages. Raises KeyError if one is missing."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    blocks = {}
    for block in re.split(r"\n(?=[A-Za-z])", text):
        if match := re.match(r"([\w.-]+)==", block):
            blocks[match[1]] = re.sub(r"\n\s*#.*", "", block).strip()
    return "\n".join(blocks[name] for name in names) + "\n"
