"""The notices of all that the site hands out: whoever serves it, serves copies of these programs."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

from static_site import packages

HEAD = """This site holds copies of the programs below, each under its own licence.

Neural network playground: Apache License 2.0. Its text is at the end of this file.

Pyodide (python/pyodide.mjs, python/pyodide.asm.mjs, python/core.bin): Mozilla Public License 2.0,
https://mozilla.org/MPL/2.0/. Its source code is at https://github.com/pyodide/pyodide. It contains CPython, under the
Python Software Foundation License 2, https://docs.python.org/3/license.html, of which the standard library is, too.

Streamlit (static/): Apache License 2.0, with the scripts of the packages that it is built with.

fzstd (python/fzstd.mjs):

MIT License

Copyright (c) 2020 Arjun Barrett

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""
NAMES = ("licen", "copying", "notice", "authors")


def collect(wheels: Iterable[Path]) -> str:
    """Return the notices of the site, with the licences that the wheels carry."""
    parts = [HEAD]
    for wheel in wheels:
        name, version = wheel.name.split("-")[:2]
        with zipfile.ZipFile(wheel) as archive:
            found = [each for each in archive.namelist() if _is_notice(each)]
            texts = [archive.read(each).decode("utf-8", "replace").strip() for each in found]
            licence = next(
                (line for line in _metadata(archive) if line.startswith(("License-Expression:", "License:"))), ""
            )
        parts.append(f"{'=' * 80}\n{name} {version}\n{licence}\n")
        parts += [f"{text}\n" for text in dict.fromkeys(texts)]
    parts.append(f"{'=' * 80}\nNeural network playground\n\n{(packages.ROOT / 'LICENSE').read_text(encoding='utf-8')}")
    return "\n".join(parts)


def _is_notice(path: str) -> bool:
    return ".dist-info/" in path and path.rpartition("/")[2].lower().startswith(NAMES)


def _metadata(archive: zipfile.ZipFile) -> list[str]:
    (path,) = [each for each in archive.namelist() if each.endswith(".dist-info/METADATA")]
    return archive.read(path).decode().partition("\n\n")[0].splitlines()
