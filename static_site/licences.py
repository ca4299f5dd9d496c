"""The notices of all that the site hands out: whoever serves it, serves copies of these programs."""

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from static_site import packages

HEAD = """This site holds copies of the programs, fonts and data below, each under its own licence.

Neural network playground: Apache License 2.0. Its text is at the end of this file.

Pyodide (python/pyodide.mjs, python/pyodide.asm.mjs, python/core.bin): Mozilla Public License 2.0,
https://mozilla.org/MPL/2.0/. Its source code is at https://github.com/pyodide/pyodide. It contains CPython, Copyright
Python Software Foundation, under the Python Software Foundation License 2, whose text is with typing_extensions below;
the standard library (in python/files.bin and python/memory.bin) is under it, too.

Streamlit (static/): Apache License 2.0, Copyright Streamlit Inc. and Snowflake Inc. Its scripts contain the packages
that are listed with their notices at https://github.com/streamlit/streamlit/blob/develop/NOTICES.
"""


class Part(NamedTuple):
    """What is compiled into another program, or is a font: whose it is, and under which licence."""

    name: str
    copyright: str
    licence: str
    address: str


COMPILED_IN = (
    Part("bzip2 (in CPython)", "Julian Seward", "bzip2 licence", "https://sourceware.org/bzip2/"),
    Part("Expat (in CPython)", "Thai Open Source Software Center Ltd and others", "MIT", "https://libexpat.github.io"),
    Part("HACL* (in CPython)", "INRIA, CMU and Microsoft Corporation", "MIT", "https://github.com/hacl-star/hacl-star"),
    Part("libffi (in CPython)", "Anthony Green, Red Hat, Inc and others", "MIT", "https://sourceware.org/libffi/"),
    Part("libmpdec (in CPython)", "Stefan Krah", "BSD-2-Clause", "https://www.bytereef.org/mpdecimal/"),
    Part("liblzma (in CPython)", "the authors of XZ Utils", "0BSD", "https://tukaani.org/xz/"),
    Part("zlib (in CPython and Pillow)", "Jean-loup Gailly and Mark Adler", "Zlib", "https://zlib.net"),
    Part(
        "Zstandard (in CPython)",
        "Meta Platforms, Inc. and affiliates",
        "BSD-3-Clause",
        "https://facebook.github.io/zstd/",
    ),
    Part(
        "Emscripten and musl (in Pyodide)",
        "the Emscripten authors; Rich Felker, et al.",
        "MIT",
        "https://emscripten.org",
    ),
    Part(
        "libjpeg-turbo (in Pillow)", "D. R. Commander and others", "IJG AND BSD-3-Clause", "https://libjpeg-turbo.org"
    ),
    Part("libtiff (in Pillow)", "Sam Leffler; Silicon Graphics, Inc.", "libtiff", "https://libtiff.gitlab.io/libtiff/"),
)

ADOBE = "Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'"
# Fonts, by the beginnings of their files' names.
FONTS = {
    "KaTeX_": Part(
        "KaTeX's fonts",
        "Khan Academy and other contributors; the MathJax Consortium; Design Science, Inc.",
        "OFL-1.1",
        "https://katex.org",
    ),
    "MaterialSymbols": Part(
        "Material Symbols", "Google LLC", "Apache-2.0", "https://github.com/google/material-design-icons"
    ),
    "SourceCode": Part("Source Code", ADOBE, "OFL-1.1", "https://github.com/adobe-fonts/source-code-pro"),
    "SourceSans": Part("Source Sans", ADOBE, "OFL-1.1", "https://github.com/adobe-fonts/source-sans"),
    "SourceSerif": Part("Source Serif", ADOBE, "OFL-1.1", "https://github.com/adobe-fonts/source-serif"),
}
SMALLER = "Of the icons, Source Sans and Source Code this site holds changed copies: without what no page shows."
FONT_FILES = (".woff", ".woff2", ".ttf", ".otf")
NOTICES = packages.ROOT / "static_site" / "notices"
OFL = NOTICES / "OFL-1.1.txt"
LINE = "=" * 80
NAMES = ("licen", "copying", "notice", "authors")


def collect(wheels: Iterable[Path], shown: Iterable[str]) -> str:
    """Return the notices of the site: those that the wheels carry, and those of the fonts with these files' names.

    Raises ValueError if nothing is known of a font.
    """
    decoder = (NOTICES / "zstddec.txt").read_text(encoding="utf-8")
    parts = [HEAD, f"{LINE}\nzstddec (python/zstddec.mjs)\n\n{decoder}", *(_of_wheel(wheel) for wheel in wheels)]
    parts.append(f"{LINE}\nCompiled into these programs\n\n{_listed(COMPILED_IN)}")
    parts.append(
        f"{LINE}\nFonts (static/media)\n\n{SMALLER}\n\n{_listed(_fonts(shown))}\n{OFL.read_text(encoding='utf-8')}"
    )
    data = (packages.ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Licence\n")[2]
    notices = [path.read_text(encoding="utf-8") for path in sorted((packages.ROOT / "engine").rglob("*licence*.txt"))]
    parts += [f"{LINE}\nData (in python/files.bin)\n{data}", *notices]
    parts.append(f"{LINE}\nNeural network playground\n\n{(packages.ROOT / 'LICENSE').read_text(encoding='utf-8')}")
    return "\n".join(parts)


def _of_wheel(wheel: Path) -> str:
    name, version = wheel.name.split("-")[:2]
    with zipfile.ZipFile(wheel) as archive:
        found = [each for each in archive.namelist() if _is_notice(each)]
        texts = [archive.read(each).decode("utf-8", "replace").strip() for each in found]
        licence = next(
            (line for line in _metadata(archive) if line.startswith(("License-Expression:", "License:"))), ""
        )
    return "\n".join([f"{LINE}\n{name} {version}\n{licence}\n", *(f"{text}\n" for text in dict.fromkeys(texts))])


def _fonts(shown: Iterable[str]) -> list[Part]:
    """Return whose the fonts are, each once."""
    found = {}
    for name in sorted(each for each in shown if each.endswith(FONT_FILES)):
        start = next((each for each in FONTS if name.startswith(each)), None)
        if start is None:
            raise ValueError(f"FONTS in static_site/licences.py must say whose font {name} is, and its licence")
        found[start] = FONTS[start]
    return list(found.values())


def _listed(parts: Iterable[Part]) -> str:
    return "".join(f"{name}: {licence}. Copyright {owner}. {address}\n" for name, owner, licence, address in parts)


def _is_notice(path: str) -> bool:
    return ".dist-info/" in path and path.rpartition("/")[2].lower().startswith(NAMES)


def _metadata(archive: zipfile.ZipFile) -> list[str]:
    (path,) = [each for each in archive.namelist() if each.endswith(".dist-info/METADATA")]
    return archive.read(path).decode().partition("\n\n")[0].splitlines()
