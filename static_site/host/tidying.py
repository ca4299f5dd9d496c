"""Empties the free memory of Python, so that an image of it is packed to less."""

from collections.abc import Iterator

LARGEST_SMALL = 512  # bytes: Python's allocator has pools of blocks up to this size
STEP = 16  # bytes from one size of its blocks to the next
HEAD = 33  # bytes of a bytes object beside its content
LARGE = (1 << 20, 1 << 18, 1 << 16, 1 << 14, 1 << 12, 1 << 10)


def clear() -> None:
    """Fill all free blocks with zeros: take each, below the highest address that is in use, and give it back."""
    top = max(id(each) for each in (bytes(LARGEST_SMALL), bytes(max(LARGE))))
    taken = [list(_below(top, size)) for size in (*range(3 * STEP, LARGEST_SMALL + 1, STEP), *LARGE)]
    del taken


def _below(top: int, size: int) -> Iterator[bytes]:
    """Take blocks of a size until one lies above an address."""
    while id(block := bytes(size - HEAD)) < top:
        yield block
