"""Brings what the site is made of, and checks it by its hash. Everything is kept in .cache/, so it comes only once."""

import hashlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from static_site import packages

HERE = Path(__file__).parent
CACHE = packages.ROOT / ".cache" / "static_site"
CORE = HERE / "node_modules" / "pyodide"  # Pyodide itself
UNPACKER = HERE / "node_modules" / "zstddec" / "dist" / "zstddec.mjs"  # undoes Zstandard, which browsers cannot
CORE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")


def sha256(data: bytes) -> str:
    """Return the hash of some bytes."""
    return hashlib.sha256(data).hexdigest()


def core() -> Path:
    """Return the folder of Pyodide, which npm brings in the version of package-lock.json."""
    wanted, installed = HERE / "package-lock.json", HERE / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < wanted.stat().st_mtime:
        command = ["npm", "ci", "--no-audit", "--no-fund", "--silent", "--ignore-scripts"]
        subprocess.run(command, cwd=HERE, check=True)
    return CORE


def pure_wheels() -> list[Path]:
    """Return the wheels in pure Python, which pip brings and checks by the hashes of requirements.lock."""
    wanted = packages.locked()
    folder = CACHE / f"wheels-{sha256(wanted.encode())[:12]}"
    if not folder.exists():
        coming = folder.with_suffix(".part")
        shutil.rmtree(coming, ignore_errors=True)
        coming.mkdir(parents=True)
        (coming / "wanted.txt").write_text(wanted, encoding="utf-8")
        # What fits any machine, and so a browser.
        any_machine = ("--implementation", "py", "--abi", "none", "--platform", "any")
        _pip(coming, *any_machine, "--python-version", packages.PYTHON, "--require-hashes", "-r", coming / "wanted.txt")
        coming.rename(folder)
    return sorted(folder.glob("*.whl"))


def compiled_wheels(distribution: Path | None = None) -> list[Path]:
    """Return the compiled wheels, out of a folder with Pyodide's own distribution, or out of a package on PyPI.

    Raises ValueError if one is not what was expected.
    """
    folder = CACHE / "compiled"
    folder.mkdir(parents=True, exist_ok=True)
    missing = [each for each in packages.COMPILED if not (folder / each.file).exists()]
    if missing and distribution:
        for each in missing:
            _keep(folder, each, (distribution / each.file).read_bytes())
    elif missing:
        carrier = CACHE / "carrier"
        _pip(carrier, "--python-version", "3.12", packages.CARRIER)
        (path,) = carrier.glob("*.whl")
        with zipfile.ZipFile(path) as archive:
            for each in missing:
                _keep(folder, each, archive.read(packages.CARRIER_FOLDER + each.file))
        shutil.rmtree(carrier)
    return [folder / each.file for each in packages.COMPILED]


def _keep(folder: Path, wheel: packages.Wheel, data: bytes) -> None:
    if sha256(data) != wheel.sha256:
        raise ValueError(f"{wheel.file} must have the SHA-256 {wheel.sha256}, got {sha256(data)}")
    (folder / wheel.file).write_bytes(data)


def _pip(folder: Path, *arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    subprocess.run([*command, "--dest", folder, *arguments], check=True)
