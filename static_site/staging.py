"""Lays out the files that Python will see in the browser, in a folder that is its file system, and packs them."""

import gzip
import io
import re
import shutil
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from static_site import packages

STDLIB = f"lib/python{packages.PYTHON}"
SITE_PACKAGES = f"{STDLIB}/site-packages"
APP = "app"
COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)  # in a script, on lines of its own


def lay_out_packages(stage: Path, core: Path, wheels: Iterable[Path]) -> None:
    """Unpack the standard library and the packages, without what no page needs."""
    with zipfile.ZipFile(core / "python_stdlib.zip") as archive:
        for name in archive.namelist():
            if not name.endswith("/") and packages.is_wanted_of_stdlib(name):
                _write(stage / STDLIB / name, archive.read(name))
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if not name.endswith("/") and packages.is_wanted(name):
                    data = archive.read(name)
                    if name in packages.EMPTIED:
                        data = b""
                    if name.endswith("METADATA"):
                        data = data.partition(b"\n\n")[0] + b"\n"  # without the package's description
                    _write(stage / SITE_PACKAGES / name, data)


def lay_out_app(stage: Path) -> None:
    """Copy the app's own files; the scripts of its pictures without comments."""
    shutil.rmtree(stage / APP, ignore_errors=True)
    for each in packages.APP:
        source, target = packages.ROOT / each, stage / APP / each
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            _write(target, source.read_bytes())
    for script in (stage / APP / "pictures").rglob("*.js"):
        script.write_text(COMMENT.sub("", script.read_text(encoding="utf-8")), encoding="utf-8")


def libraries(stage: Path) -> list[str]:
    """Return the paths of NumPy's compiled libraries in the file system, in a fixed order."""
    return [
        f"/{path.relative_to(stage).as_posix()}" for path in sorted((stage / SITE_PACKAGES / "numpy").rglob("*.so"))
    ]


def pack(stage: Path, leave: Iterable[str] = ()) -> bytes:
    """Return the folder as a tar archive: the same bytes for the same files.

    leave names files that are not needed any more.
    """
    without = set(leave)
    paths = [path for path in stage.rglob("*") if path.is_file()]
    # Files of a kind side by side are packed smaller.
    paths.sort(key=lambda path: (path.suffix, path.name, path))
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in paths:
            name = path.relative_to(stage).as_posix()
            if name not in without:
                info = tarfile.TarInfo(name)
                info.size = path.stat().st_size
                with path.open("rb") as file:
                    archive.addfile(info, file)
    return buffer.getvalue()


def compress(data: bytes) -> bytes:
    """Return the data compressed by gzip: the same bytes for the same data."""
    return gzip.compress(data, 6, mtime=0)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
