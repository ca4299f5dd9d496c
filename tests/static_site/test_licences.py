"""The notices of what the site hands out: each program, font and set of data has one."""

import re
import zipfile

import pytest

from static_site import licences, packages
from tests.static_site.serving import DIST


@pytest.fixture
def wheel(tmp_path):
    """A wheel with a licence."""
    path = tmp_path / "thing-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("thing-1.0.dist-info/METADATA", "Name: thing\nLicense-Expression: MIT\n\nLicense: no\n")
        archive.writestr("thing-1.0.dist-info/licenses/LICENSE", "Do as you like.")
    return path


def test_a_package_is_named_with_its_licence(wheel):
    text = licences.collect([wheel], [])
    assert "thing 1.0\nLicense-Expression: MIT\n\nDo as you like." in text
    assert "License: no" not in text


def test_only_fonts_that_are_handed_out_are_named_and_each_must_be_known(wheel):
    text = licences.collect([wheel], ["SourceSansVF.ttf.abc.woff2", "balloon.png"])
    assert "Source Sans: OFL-1.1. Copyright Adobe" in text
    assert "SIL OPEN FONT LICENSE" in text
    assert "KaTeX" not in text
    with pytest.raises(ValueError, match=r"whose font Comic\.woff2 is"):
        licences.collect([wheel], ["Comic.woff2"])


def test_the_data_of_others_are_named(wheel):
    text = licences.collect([wheel], [])
    assert "10.24432/C50P49" in text  # the digits
    assert "danielbuechele" in text  # a photograph
    assert "Faker" in text
    assert "Daniele Faraglia" in text  # the licence of the first names


@pytest.mark.static
def test_everything_in_the_site_has_a_notice():
    text = (DIST / "licences.txt").read_text(encoding="utf-8")
    sections = dict(re.findall(rf"{licences.LINE}\n(\S+)[^\n]*\n(.*?)(?={licences.LINE}|\Z)", text, re.DOTALL))
    names = [*packages.PURE, *(each.file.split("-")[0] for each in packages.COMPILED)]
    for name in {name.replace("-", "_") for name in names} - {"streamlit"}:  # it is under the licence at the end
        assert "opyright" in sections[name], name
    assert "Apache-2.0" in sections["streamlit"]
    assert "Don McCurdy" in sections["zstddec"]
    assert "Yann Collet" in sections["zstddec"]
    assert "Apache License" in sections["Neural"]
    fonts = [path.name for path in (DIST / "static" / "media").iterdir() if path.suffix in licences.FONT_FILES]
    assert len(fonts) > 5
    for name in fonts:
        (font,) = (each for start, each in licences.FONTS.items() if name.startswith(start))
        assert font.name in sections["Fonts"]
