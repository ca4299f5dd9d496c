"""The catalogue joins the scripts of a picture to one module."""

import pytest

from pictures import catalogue

FILES = {
    "shared.js": (
        'import data from "./data.json" with { type: "json" };\nexport const a = data.x;\nexport function b() {}\n'
    ),
    "data.json": '{ "x": 1 }\n',
    "look.css": 'p::before { content: "\\201c"; }\n',
    "part.js": 'import { a } from "./shared.js";\nexport class Part {}\nexport const c = a;\n',
    "main.js": (
        'import {\n  a, b,\n} from "./shared.js";\nimport { Part } from "./part.js";\n'
        'import look from "./look.css" with { type: "text" };\nexport default [a, b, Part, look];\n'
    ),
}


@pytest.fixture
def write(tmp_path):
    def writes(**changes):
        files = FILES | {name.replace("_", "."): text for name, text in changes.items()}
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / "main.js"

    return writes


def test_each_file_comes_once_after_what_it_imports(write):
    module = catalogue.bundle(write())
    order = [
        module.index(text) for text in ("const data = {", "const a =", "class Part", "const look =", "export default")
    ]
    assert order == sorted(order)
    assert module.count("const a = data.x;") == 1
    assert "import" not in module
    assert module.count("export") == 1
    assert "\\\\201c" in module  # text is quoted


def test_what_is_computed_stands_in_the_place_of_a_file(write):
    entry = write()
    module = catalogue.bundle(entry, {entry.with_name("data.json"): lambda: '{"x": 7}'})
    assert 'const data = {"x": 7};' in module


def test_scripts_that_import_each_other_are_an_error(write):
    entry = write(shared_js='import { c } from "./part.js";\nexport const a = c;\nexport const b = a;\n')
    with pytest.raises(ValueError, match=r"shared\.js → part\.js → shared\.js"):
        catalogue.bundle(entry)


@pytest.mark.parametrize(
    "statement",
    [
        'import * as all from "./shared.js";',
        'import a from "./shared.js";',
        'import "./shared.js";',
        'import { a } from "elsewhere";',
        'import data from "./data.json";',
        'export * from "./shared.js";',
        "export { a };",
        "export let d = 1;",
    ],
)
def test_other_forms_of_import_and_export_are_an_error(write, statement):
    with pytest.raises(ValueError, match=r"part\.js: not a form of import or export"):
        catalogue.bundle(write(part_js=f"{statement}\nexport class Part {{}}\n"))


def test_a_constant_has_one_name(write):
    entry = write(part_js='import other from "./data.json" with { type: "json" };\nexport const Part = other;\n')
    with pytest.raises(ValueError, match=r"data\.json is imported under two names"):
        catalogue.bundle(entry)


@pytest.mark.parametrize("name", catalogue.PICTURES)
def test_every_picture_has_its_code(name):
    code = catalogue.code(name)
    assert f'export default register("{name}"' in code
    assert f"network_{name}" in catalogue.mount(name)
    assert "PICTURE" not in catalogue.mount(name)
