"""The lock file has one version of each package that a deployment needs, with hashes, within the ranges."""

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = ("linux", "darwin", "win32")


def lines(name):
    """The lines of a file without its comments, continued lines joined."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in (re.sub(r"(^| )#.*", "", line).strip() for line in text.splitlines()) if line]


LOCKED = [
    (Requirement(line.split(" --hash")[0]), re.findall(r"--hash=(\S+)", line)) for line in lines("requirements.lock")
]
RANGES = [Requirement(line) for line in lines("requirements.txt")]


def pinned(python, system):
    """Name -> version of what is installed there."""
    there = {"python_version": python, "python_full_version": f"{python}.1", "sys_platform": system}
    found = [
        (canonicalize_name(each.name), each) for each, _ in LOCKED if not each.marker or each.marker.evaluate(there)
    ]
    versions = {}
    for name, each in found:
        (pin,) = each.specifier
        assert pin.operator == "=="
        assert name not in versions, f"{name} has two versions for Python {python} on {system}"
        versions[name] = pin.version
    return versions


def test_every_package_has_hashes():
    for each, hashes in LOCKED:
        assert hashes, each
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", value) for value in hashes)


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_is_within_the_ranges(python, system):
    versions = pinned(python, system)
    for each in RANGES:
        if not each.marker or each.marker.evaluate({"sys_platform": system}):
            assert each.specifier.contains(versions[canonicalize_name(each.name)]), each


def test_no_package_is_missing():
    versions = pinned("3.11", "linux")
    known = 0
    for name in versions:
        try:
            needed = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # not installed here
        known += 1
        for each in map(Requirement, needed):
            if not each.marker or each.marker.evaluate({"extra": ""}):
                assert canonicalize_name(each.name) in versions, f"{name} needs {each}"
    assert known > 30
