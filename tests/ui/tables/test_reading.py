"""A file as a table: however it is written, the same points; and a sentence for what is no table."""

import codecs
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.tables.making import ROWS, holds_the_rows, points_of, read, text
from ui.tables import decoding, excel, guessing, numbers, splitting, table
from ui.tables.decoding import Unreadable


@pytest.mark.parametrize("header", ["x,y,label", ""])
@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize(
    ("separator", "decimal"),
    [(",", "."), (";", "."), (";", ","), ("\t", "."), ("\t", ","), ("|", "."), (" | ", ","), (" ", "."), ("   ", ",")],
)
def test_the_same_points_however_they_are_separated(separator, decimal, quote, header):
    used = read(text(separator, decimal, header, quote))
    assert holds_the_rows(used)
    assert not used.left_out
    assert used.settings["names"] == "~~~cat~dog"


@pytest.mark.parametrize(
    "written",
    [
        text(end="\r\n"),
        text(end="\r"),
        text(after=","),
        text(header="x,y,label,", after=","),
        "sep=,\n" + text(),
        "sep=;\r\n" + text(";", ","),
        "\n\n" + text() + "\n\n",
        "# measured by hand\n% and again\n" + text(),
        "# x y label\n" + text(" ", header=""),
        text(", ", quote='"'),
        text(header=" x , y , label "),
        "Our measurements,,\n,,\n" + text(),
        text().replace("\n", "\n---,---,---\n", 1),
        "| " + text(" | ").replace("\n", " |\n| ").removesuffix("| "),
        "".join(f"  {line}\n" for line in text("    ", header="").splitlines()),
        text("\t", header="x,y,label").replace("x\ty", "x\t y"),
        "@relation pets\n@attribute x real [-5, 5]\n@attribute 'y' numeric\n@attribute label {cat, dog}\n@inputs x, y\n"
        "@data\n" + text(", ", header=""),
        text().replace("-1.5,", "\u22121.5,"),
        text().replace(",", "\uff0c").replace("\uff0c", ","),
        text(quote="'"),
        ", ".join(map(repr, ROWS)),
        "x, y, label\n" + text(" ", header=""),
        "[[" + "], [".join(", ".join(map(repr, row)) for row in ROWS) + "]]",
        "[[" + "]\n [".join(" ".join(map(repr, row)) for row in ROWS) + "]]\n",
        '"","x","y","label"\n' + "".join(f'"{k}",{line}\n' for k, line in enumerate(text(header="").splitlines(), 1)),
        '"x" "y" "label"\n' + "".join(f'"{k}" {line}\n' for k, line in enumerate(text(" ", header="").splitlines(), 1)),
        ",0,1,2\n" + "".join(f"{k},{line}\n" for k, line in enumerate(text(header="").splitlines())),
    ],
)
def test_what_stands_around_the_rows_does_not_matter(written):
    used = read(written)
    assert holds_the_rows(used)
    assert (
        sum(count for reason, (count, _) in used.left_out.items() if "above" not in reason and "rule" not in reason)
        == 0
    )


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("utf-8", ("größe", "été", "ö")), ("utf-8-sig", ("größe", "été", "ö")), ("utf-16", ("größe", "été", "ö")),
        ("utf-16-le", ("größe", "été", "ö")), ("utf-16-be", ("ширина", "été", "猫")),
        ("cp1252", ("größe", "été", "Käfer")), ("cp1250", ("długość", "szerokość", "żółw")),
        ("cp1251", ("ширина", "высота", "кот")),
        ("koi8-r", ("ширина", "высота", "кошка")), ("shift_jis", ("横", "縦", "猫")),
        ("shift_jis", ("ながさ", "はば", "ネコ")),
        ("gbk", ("宽度", "高度", "猫")), ("gbk", ("x1", "x2", "狗")),
        ("euc_kr", ("꽃잎 너비", "꽃받침 길이", "고양이")), ("shift_jis", ("x1", "x2", "猫")),
        ("cp1252", ("x1", "x2", "it’s")), ("cp1251", ("x1", "x2", "кот")), ("cp1253", ("μήκος", "πλάτος", "γάτα")),
    ],
)  # fmt: skip
def test_encodings_are_guessed(encoding, names):
    x, y, animal = names
    rows = [(a, b, animal if label == "cat" else "Hund") for a, b, label in ROWS]
    used = read(text(";", ",", f"{x},{y},art", rows=rows).encode(encoding))
    said = used.settings["names"].split("~")
    assert said[:2] == [x, y]
    assert sorted(said[3:]) == sorted([animal, "Hund"])
    assert used.points == len(ROWS)


def test_a_guess_can_be_corrected():
    raw = text().replace("cat", "кот").encode("cp1251")
    assert {group.name for group in read(raw).groups} == {"кот", "dog"}
    other = table.read(raw, table.Format(encoding="cp1252"))
    assert "êîò" in other.columns[2].cells
    one = table.read(b"1,5;2\n2,5;3\n", table.Format(decimal="."))
    assert not one.columns[0].is_numeric
    three = table.read(b"1,5;2\n2,5;3\n", table.Format(separator=",", header="data"))
    assert [column.cells for column in three.columns] == [["1", "2"], ["5;2", "5;3"]]
    assert table.read(b"a,b\n1,2\n", table.Format(header="data")).rows == 2


@pytest.mark.parametrize(
    ("cell", "decimal", "value"),
    [
        ("1.5", ".", 1.5), ("1,5", ",", 1.5), ("1,234", ".", 1234), ("1.234,5", ",", 1234.5), ("1,234.5", ".", 1234.5),
        ("1 234 567", ".", 1234567), ("1'234.5", ".", 1234.5), ("\u2212.5", ".", -0.5), ("+2", ".", 2),
        ("12 %", ".", 12),
        ("€ 3,5", ",", 3.5), ("1e3", ".", 1000), ("1.5D+02", ".", 150), ("2.5", ",", 2.5), ("\uff11\uff12", ".", 12),
    ],
)  # fmt: skip
def test_cells_are_numbers(cell, decimal, value):
    assert numbers.number(cell, decimal) == value


@pytest.mark.parametrize("cell", ["", "NA", "1,5", "1_000", "0x10", "five", "1.2.3", "12.5.2020", "1-2", "nan", "--"])
def test_cells_are_no_numbers(cell):
    assert numbers.number(cell, ".") != numbers.number(cell, ".")


@pytest.mark.parametrize(
    ("cells", "decimal"),
    [
        (["1,5", "2"], ","), (["1.5", "2"], "."), (["33,677", "1"], "."), (["33,677", "0,5"], ","),
        (["5,002", "3,025"], ","),
        (["5,002", "33,025"], "."), (["0,677"], ","),
        (["1.234,5"], ","), (["1,234.5"], "."), (["1.234", "5,5"], ","), (["12", "x,y"], "."), (["-,5"], ","),
    ],
)  # fmt: skip
def test_the_decimal_mark_is_guessed(cells, decimal):
    assert numbers.guess_decimal(cells) == decimal


def workbook(*sheets):
    made = openpyxl.Workbook()
    for k, rows in enumerate(sheets):
        sheet = made.active if not k else made.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_an_excel_file_is_read_with_a_title_and_an_empty_sheet_before_the_table():
    rows = [["Measured in May"], [], ["day", "x", "y", "label"], *([date(2020, 5, 1), *row] for row in ROWS)]
    used = read(workbook([], rows))
    assert holds_the_rows(used)
    assert used.left_out == {"lines above the table": (1, 1)}


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "no rows"), (b"\n \n\t\n", "no rows"), (b"# only a comment\n", "no rows"), (b";;;\n;;;\n", "no rows"),
        (b"PK\x03\x04what is left of a file", "damaged"), (b"%PDF-1.7 \x00\x01", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1", "old Excel"), (b"\x93NUMPY\x01\x00", "savetxt"), (bytes(range(256)) * 9, "no text"),
        (b"<!DOCTYPE html><table><tr><td>1", "web page"), (b'{"format": 1}', "JSON"), (b"1,2,a\n" * 200_000, "1.2 MB"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_a_sentence(raw, says):
    with pytest.raises(Unreadable, match=says):
        table.read(raw)


def test_archives_and_workbooks_that_unpack_to_much_more_are_refused():
    for names, says in ((["table.csv"], "unpack it"), ([excel.PART, "xl/worksheets/sheet1.xml"], "Unpacked this has")):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
            for name in names:
                parts.writestr(name, b" " * (excel.MAX_UNPACKED // 2 + 1_000_000 if "xl/" in name else 10))
        with pytest.raises(Unreadable, match=says):
            table.read(out.getvalue())
    broken = bytearray(workbook([[1, 2, "a"]] * 50))
    broken[200:400] = bytes(200)
    with pytest.raises(Unreadable, match="damaged"):
        table.read(bytes(broken))


def test_a_table_that_would_fill_the_memory_is_refused():
    lines = "\n".join("1 99:1" for _ in range(25_000))
    with pytest.raises(Unreadable, match="too large"):
        table.read(lines.encode())


def test_names_are_unique_and_missing_ones_are_made_up():
    found = table.read(b"x,x,,label\n1,2,3,a\n4,5,6,b\n")
    assert [column.name for column in found.columns] == ["x", "x (2)", "column 3", "label"]


def test_rows_of_another_length_are_filled_up_or_counted():
    used = read(text() + "1,2\n1,2,cat,,\n1,2,cat,5\n")
    assert used.points == len(ROWS) + 1
    assert used.left_out == {
        "more or fewer than 3 columns": (1, len(ROWS) + 4),
        "no label in “label”": (1, len(ROWS) + 2),
    }
    spaced = read(text(" ", header="") + "1 cat\n")
    assert spaced.left_out == {"more or fewer than 3 columns": (1, len(ROWS) + 1)}


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows():
    for times in (1, 40):
        used = read(text() + '1,2,"cat\n' + text(header="") * times)
        assert used.points == (1 + times) * len(ROWS) + 1
    several = "x,y,label\n" + "".join(f'{x},{y},"{n}\nof 2020, in May"\n' for x, y, n in ROWS)
    assert [group.name for group in read(several).groups] == ["cat of 2020, in May", "dog of 2020, in May"]


def test_one_column_for_each_class_and_numbers_with_their_places_are_labels_too():
    hot = "a,b,is cat,is dog\n" + "".join(f"{x},{y},{int(n == 'cat')},{int(n == 'dog')}\n" for x, y, n in ROWS)
    used = read(hot)
    assert [(group.name, group.points) for group in used.groups] == [("is cat", 6), ("is dog", 6)]
    placed = "".join(f"{'-1' if n == 'cat' else '+1'} 1:{x} 2:{y}\n" for x, y, n in ROWS)
    points, labels = points_of(read(placed))
    assert labels.tolist() == [0] * 6 + [1] * 6
    assert points[:, 0].tolist() == pytest.approx(ROWS[0][:2], abs=0.003)


def test_a_comment_gives_the_names_that_a_row_does_not():
    found = table.read(("# a b kind\n" + text(" ", header="")).encode())
    assert [column.name for column in found.columns] == ["a", "b", "kind"]
    assert found.format.header == "data"


@given(st.binary(max_size=300) | st.text(alphabet="12.5,;\t |-\"'#@ab\n\r\0é%=", max_size=300).map(str.encode))
@settings(max_examples=120)
def test_no_file_raises_anything_but_a_sentence(raw):
    for given_format in (table.GUESS, table.Format("utf-16", ";", ",", "names")):
        try:
            found = table.read(raw, given_format)
        except Unreadable:
            continue
        assert found.rows == len(found.columns[0].cells) == len(found.columns[0].numbers)
        roles = guessing.guess(found)
        if roles:
            read(raw) if given_format is table.GUESS else None


def test_encodings_that_can_be_chosen_exist():
    for name in [*decoding.ENCODINGS, *decoding.ALPHABETS, *decoding.LATIN]:
        assert codecs.lookup(name)
    assert set(decoding.LATIN.values()) | set(decoding.ALPHABETS) <= set(decoding.ENCODINGS)
    assert len(splitting.SEPARATORS) == 5
