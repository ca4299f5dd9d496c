"""Builds the site: python -m static_site.build [--out dist] [--pyodide FOLDER].

The steps: fetch the packages, compile them, let Python import the app once and keep an image of its memory, and write
that with the pages. Prints how large the site is and what is in it.
"""

import argparse
import base64
import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import streamlit
import zstandard

from pictures import catalogue
from static_site import fetching, fonts, licences, packages, pages, scripts, staging
from static_site.fetching import CACHE, HERE, sha256
from static_site.host.host import FIRST
from ui.tables import decoding

BROWSER = HERE / "browser"
WORKERS = ("worker", "helper", "seal")  # their scripts; each comes as one file with all that it imports
START = "start"  # the script of the page, likewise
Computed = Mapping[Path, Callable[[], str]]  # what is in scripts that the build makes
EMPTY_ZIP = b"PK\x05\x06" + bytes(18)  # in place of the standard library, which lies among the other files
LEVEL = 22  # of Zstandard, its highest
PACKED = (".bin", ".woff2", ".png", ".gif")  # files that are compressed already


def main() -> None:
    """Build the site, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=packages.ROOT / "dist", help="the folder to write")
    parser.add_argument("--pyodide", type=Path, help="a folder with Pyodide's own distribution, for NumPy and Pillow")
    arguments = parser.parse_args()
    build(arguments.out, arguments.pyodide)
    print(report(arguments.out))


def build(out: Path, distribution: Path | None = None) -> None:
    """Build the site into a folder, which is emptied first."""
    core = fetching.core()
    wheels = [*fetching.pure_wheels(), *fetching.compiled_wheels(distribution)]
    stage = _stage(core, wheels)
    memory, said = _image(core, stage)
    parts = {
        "core.bin": (core / "pyodide.asm.wasm").read_bytes(),
        "files.bin": staging.pack(stage, _not_read_again(stage, said["read"])),
        "memory.bin": memory,
    }
    packed = _packed(parts)
    computed: Computed = {
        BROWSER / "parts.js": partial(
            _constants, PARTS={name: _known(data, packed[name]) for name, data in parts.items()}
        ),
        BROWSER / "image.js": partial(
            _constants, IMAGE=said["image"], LIBRARIES=staging.libraries(stage), LOCK=_lock(core)
        ),
    }
    shutil.rmtree(out, ignore_errors=True)
    _write_python(out / "python", core, packed, computed)
    _write_streamlit(out)
    _write_first(out / "first", base64.b64decode(said["first"]))
    names = [path.name for path in (out / "static" / "media").iterdir()]
    (out / "licences.txt").write_text(licences.collect(wheels, names), encoding="utf-8")
    _write_service_worker(out)


def _stage(core: Path, wheels: list[Path]) -> Path:
    """Return the folder that is Python's file system, with all files compiled."""
    ours = [HERE / name for name in ("packages.py", "staging.py", "node/precompile.mjs")]
    made_of = [*wheels, core / "python_stdlib.zip", *ours, Path(decoding.__file__)]
    number = sha256(b"".join(sha256(path.read_bytes()).encode() for path in made_of))[:12]
    stage = CACHE / f"stage-{number}"
    if not stage.exists():
        for old in CACHE.glob("stage-*"):
            shutil.rmtree(old)
        coming = CACHE / "stage.part"
        shutil.rmtree(coming, ignore_errors=True)
        staging.lay_out_packages(coming, core, wheels)
        _node("precompile.mjs", core, coming, ",".join(packages.READ_THEMSELVES), "function")
        coming.rename(stage)
    staging.lay_out_app(stage)
    _node("precompile.mjs", core, stage / staging.APP, "pages/", "line")
    return stage


def _image(core: Path, stage: Path) -> tuple[bytes, dict[str, Any]]:
    """Return Python's memory with everything imported, and what image.mjs says of it."""
    path, empty = CACHE / "memory", CACHE / "python_stdlib.zip"
    empty.write_bytes(EMPTY_ZIP)
    said = _node("image.mjs", core, stage, path, json.dumps(staging.libraries(stage)), empty)
    return path.read_bytes(), json.loads(said.splitlines()[-1])


def _packed(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts compressed. It takes a minute, so what has not changed since the last time is kept."""
    folder = CACHE / "packed"
    folder.mkdir(exist_ok=True)
    # The window holds all of a file: much of an image comes again, far from where it was.
    how = zstandard.ZstdCompressionParameters.from_level(LEVEL, window_log=27, enable_ldm=True)

    def pack(name: str) -> None:
        coming = paths[name].with_suffix(".part")
        coming.write_bytes(zstandard.ZstdCompressor(compression_params=how).compress(parts[name]))
        coming.rename(paths[name])

    paths = {name: folder / f"{sha256(data)}-{LEVEL}" for name, data in parts.items()}
    for path in set(folder.iterdir()) - set(paths.values()):
        path.unlink()
    with ThreadPoolExecutor() as pool:
        list(pool.map(pack, [name for name, path in paths.items() if not path.exists()]))
    return {name: path.read_bytes() for name, path in paths.items()}


def _script(name: str, computed: Computed | None = None) -> str:
    """Return a script with all that it imports, without comments; computed has what is in files that are not there."""
    return staging.COMMENT.sub("", catalogue.bundle(BROWSER / f"{name}.js", computed or {}))


def _constants(**values: Any) -> str:
    """Return a script that exports constants."""
    return "".join(f"export const {name} = {json.dumps(value)};\n" for name, value in values.items())


def _lock(core: Path) -> dict[str, Any]:
    """Return what Pyodide has to know of its own version."""
    info: dict[str, Any] = json.loads((core / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]
    return info


def _known(part: bytes, packed: bytes) -> dict[str, Any]:
    """Return what a browser knows of a part of the build before it has come."""
    return {"size": len(packed), "unpacked": len(part), "hash": sha256(packed)[:16]}


def _node(script: str, *arguments: str | Path) -> str:
    command = ["node", HERE / "node" / script, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8", cwd=HERE).stdout


def _write_python(folder: Path, core: Path, parts: dict[str, bytes], computed: Computed) -> None:
    """Write what the worker loads: Pyodide, the files that Python sees, and its memory."""
    folder.mkdir(parents=True)
    for name in ("pyodide.mjs", "pyodide.asm.mjs"):
        shutil.copy(core / name, folder)
    (folder / "python_stdlib.zip").write_bytes(EMPTY_ZIP)
    for name, data in parts.items():
        (folder / name).write_bytes(data)
    shutil.copy(fetching.UNPACKER, folder / "zstddec.mjs")
    for name in WORKERS:
        (folder / f"{name}.js").write_text(_script(name, computed), encoding="utf-8")


def _not_read_again(stage: Path, read: Iterable[str]) -> list[str]:
    """Return which files no browser reads again, because the memory that it begins with holds what they have.

    These are the compiled modules that were imported, and the scripts of the pictures.
    """
    compiled = [path.lstrip("/") for path in read if path.endswith(".pyc")]
    scripts_of_pictures = (stage / staging.APP / "pictures").rglob("*.js")
    return compiled + [path.relative_to(stage).as_posix() for path in scripts_of_pictures]


def _write_streamlit(out: Path) -> None:
    """Write Streamlit's scripts, styles and fonts, and the pages."""
    source = Path(streamlit.__file__).parent / "static"
    page = (source / "index.html").read_text(encoding="utf-8")
    wanted = scripts.needed(source / "static" / "js", page)
    shutil.copytree(source / "static", out / "static", ignore=lambda folder, names: _unwanted(folder, names, wanted))
    browser = out / "browser"
    browser.mkdir()
    shutil.copy(BROWSER / pages.STYLE, browser)
    (browser / f"{START}.js").write_text(_script(START), encoding="utf-8")
    fonts.shrink(out / "static" / "media", _texts(out / "static" / "js"))
    pages.write(out, source)


def _write_first(folder: Path, frame: bytes) -> None:
    """Write the first page's picture: its data, and its code, under another name than that of the page itself."""
    code = staging.COMMENT.sub("", catalogue.code(FIRST))
    own, other = "`network_${name}`", "`first_${name}`"
    if own not in code:
        raise ValueError(f"pictures/live/picture.js does not name a picture by {own} any more")
    folder.mkdir()
    (folder / f"{FIRST}.js").write_text(code.replace(own, other), encoding="utf-8")
    (folder / f"{FIRST}.bin").write_bytes(frame)


def _texts(folder: Path) -> Iterator[str]:
    """Yield all texts that may name an icon: Streamlit's scripts in a folder, and the app."""
    ours = [path for each in packages.APP for path in (packages.ROOT / each).rglob("*.py")]
    for path in [*folder.glob("*.js"), *ours]:
        yield path.read_text(encoding="utf-8")


def _unwanted(folder: str, names: list[str], wanted: set[str]) -> list[str]:
    return [
        name
        for name in names
        if (name.endswith(".js") and name not in wanted) or name.startswith(packages.MEDIA_LEFT_OUT)
    ]


def _write_service_worker(out: Path) -> None:
    """Write the service worker, with the number of the build and all its files."""
    files = {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }
    text = (BROWSER / "service_worker.js").read_text(encoding="utf-8")
    number = sha256(json.dumps(files).encode() + text.encode())[:12]
    text = text.replace('const BUILD = "0";', f'const BUILD = "{number}";')
    text = text.replace("const FILES = {};", f"const FILES = {json.dumps(files)};")
    (out / "service_worker.js").write_text(text, encoding="utf-8")


def report(out: Path) -> str:
    """Return how large the site is and what is in it, as text."""
    groups: dict[str, tuple[int, int, int]] = {}
    for path in out.rglob("*"):
        if path.is_file():
            name = _group(path.relative_to(out).parts)
            size = path.stat().st_size
            packed = size if path.suffix in PACKED else len(staging.compress(path.read_bytes()))
            files, before, after = groups.get(name, (0, 0, 0))
            groups[name] = files + 1, before + size, after + packed
    rows = sorted(groups.items(), key=lambda row: -row[1][2])
    total = [sum(values) for values in zip(*groups.values(), strict=True)]
    lines = [f"{'':34}{'files':>7}{'MB':>9}{'compressed':>12}"]
    for name, (files, size, packed) in [*rows, ("in all", total)]:
        lines.append(f"{name:34}{files:7}{size / 1e6:9.2f}{packed / 1e6:12.2f}")
    return "\n".join(lines)


def _group(parts: tuple[str, ...]) -> str:
    """Return under which name the report counts a file."""
    if parts[0] in ("python", "static"):
        return "/".join(parts[:2])
    return parts[0] if len(parts) == 1 or parts[0] in ("browser", "first") else "pages"


if __name__ == "__main__":
    main()
