"""What all live pictures share: bytes to the browser, the drawing code, and the talk between the two."""
