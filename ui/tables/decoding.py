"""The bytes of a file as text, in an encoding that is guessed from them."""

import codecs
import re

# What a visitor can choose: Python's name of each encoding, and what people call it.
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Western (Windows-1252)",
    "cp1250": "Central European (Windows-1250)",
    "cp1251": "Cyrillic (Windows-1251)",
    "koi8-r": "Cyrillic (KOI8-R)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "cp932": "Japanese (Shift-JIS)",
    "euc-jp": "Japanese (EUC)",
    "gb18030": "Chinese (GBK)",
    "big5": "Chinese (Big5)",
    "cp949": "Korean (EUC)",
    "mac-roman": "Mac (Roman)",
}
# What charset-normalizer chooses from, by its names, and the names above.
LATIN = {"cp1252": "cp1252", "cp1250": "cp1250", "cp1254": "cp1254", "mac_roman": "mac-roman"}
ALPHABETS = ("cp1251", "koi8-r", "cp1253")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-16"),  # before UTF-16, whose mark is the first half of it
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
# First bytes of files that are no text, and what these are.
BINARY = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an old Excel or Office document: save it as .xlsx or CSV",
    b"\x1f\x8b": "a packed file: unpack it first",
    b"BZh": "a packed file: unpack it first",
    b"7z\xbc\xaf": "a packed file: unpack it first",
    b"Rar!": "a packed file: unpack it first",
    b"\x93NUMPY": "a NumPy file: write it with numpy.savetxt",
    b"MATLAB": "a MATLAB file: write it with writematrix",
    b"\x89HDF": "an HDF5 file",
    b"PAR1": "a Parquet file",
    b"SQLite": "a database",
    b"\x80\x04": "a pickle, which could hold code",
    b"\x80\x05": "a pickle, which could hold code",
}
ACCEPTED = "A table can be read: CSV or other text with a row on each line, or an Excel file (.xlsx)."
WESTERN = set("àâäáãåæçéèêëíìîïñóòôöõøœúùûüýÿßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜÝ°µ²³·´’‘“”–…€£§±×½\u00a0")
ASCII = set(map(chr, range(128)))
# Kana, the punctuation and the more frequent half of the characters in Shift-JIS, and the same in GBK.
JAPANESE = re.compile(rb"(?:[\x00-\x7f]|[\x81-\x83\x88-\x97][\x40-\x7e\x80-\xfc]|\x98[\x40-\x72])*")
CHINESE = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xa9\xb0-\xd7][\xa1-\xfe])*")
# The syllables of Korean lie in the first two thirds of those: of eight Chinese characters some do not.
KOREAN = re.compile(rb"(?:[\x00-\x7f]|[\xb0-\xc8][\xa1-\xfe])*")
TELLING = 8  # different characters
ALPHABET = re.compile(rb"[\xc0-\xff\xa3\xb3\xa2\xb8\xa8]+")  # where single bytes are letters of Cyrillic or Greek
FIRST_OF_TWO = re.compile(rb"(?<![A-Za-z])[\x81-\x98]")  # and not a curly quotation mark in an English word
TOUCHING = re.compile(rb"[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]")
SAMPLE = 20_000  # bytes from which an encoding is guessed
MOST_CONTROL = 0.002  # the share of control characters from which it is no text


class Unreadable(ValueError):
    """A file that holds no table, with a sentence for the visitor."""


def decode(raw: bytes, encoding: str = "") -> tuple[str, str]:
    """Return the text of a file, and its encoding among ENCODINGS, which is guessed unless it is given.

    Bytes that do not exist in the encoding become U+FFFD. Raises Unreadable for what is no text.
    """
    for start, what in BINARY.items():
        if raw.startswith(start):
            raise Unreadable(f"This is {what}. {ACCEPTED}")
    text, found = _decoded(raw, encoding)
    control = sum(text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\f\v\x1a")
    if control > MOST_CONTROL * len(text):
        raise Unreadable(f"This is no text. {ACCEPTED}")
    return text, found


def _decoded(raw: bytes, encoding: str) -> tuple[str, str]:
    if encoding in ENCODINGS and encoding != "utf-16":
        return raw.removeprefix(codecs.BOM_UTF8).decode(encoding, "replace"), encoding
    for mark, codec, name in MARKS:
        if raw.startswith(mark) and not encoding:
            return raw.decode(codec, "replace").removeprefix("\ufeff"), name
    zeros = [raw[start:4000:2].count(0) for start in (0, 1)]
    if encoding == "utf-16" or max(zeros) > 0.3 * len(raw[:4000]) / 2 > 3 * min(zeros):
        codec = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
        return raw.decode(codec, "replace").removeprefix("\ufeff"), "utf-16"
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        found = _guess(raw)
        return raw.decode(found, "replace"), found


def _guess(raw: bytes) -> str:
    """Return the most likely encoding of a text that is not UTF-8.

    A table has few words. Charset-normalizer, which compares the frequencies of letters, sees Korean in Japanese and
    Japanese in Russian then, so it is only asked to tell Latin alphabets apart.
    """
    from charset_normalizer import from_bytes

    lines = dict.fromkeys(raw.replace(b"\r", b"\n").split(b"\n"))
    sample = b"\n".join(line for line in lines if not line.isascii())[:SAMPLE]
    if JAPANESE.fullmatch(sample) and FIRST_OF_TWO.search(sample):
        return "cp932"
    runs = re.findall(rb"[\x80-\xff]+", sample)
    count = sum(map(len, runs))
    if count < 1.5 * len(runs) and set(sample.decode("cp1252", "replace")) - ASCII <= WESTERN:
        return "cp1252"
    alphabet = max(ALPHABETS, key=lambda name: _cased(sample.decode(name, "replace")))
    is_usual = _cased(sample.decode(alphabet, "replace")) >= 1.5 * count and all(map(ALPHABET.fullmatch, runs))
    if CHINESE.fullmatch(sample) and not is_usual:
        pairs = set(re.findall(rb"[\x80-\xff]{2}", sample))
        return "cp949" if KOREAN.fullmatch(sample) and len(pairs) >= TELLING else "gb18030"
    if not TOUCHING.search(sample):  # words of no Latin letters
        return alphabet
    match = from_bytes(sample, cp_isolation=list(LATIN)).best()
    return LATIN.get(match.encoding, "cp1252") if match else "cp1252"


def _cased(text: str) -> int:
    """Return how many letters stand in words with capitals as people write them, small letters twice."""
    words = re.findall(
        r"[^\W\d_]+", "".join(character for character in text if character not in ASCII or character in ",;\t\n ")
    )
    return sum(len(word) * (2 if word.islower() else word.isupper() or word.istitle()) for word in words)
