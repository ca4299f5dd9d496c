"""How symbols of sequences are written where a space or a line end has to be seen."""


def glyph(symbol: str, in_list: bool = False) -> str:
    """Return a symbol as it is drawn; in a list the line end is where an entry begins and ends."""
    return {"\n": "■" if in_list else "⏎", " ": "␣"}.get(symbol, symbol)
