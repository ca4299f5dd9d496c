"""Tables: files read and guessed at, made into points of the plane, and points written as files."""
