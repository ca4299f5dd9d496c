// Reads a tar archive, as the build makes it.

const BLOCK = 512; // bytes, the unit of a tar archive
const NAME = [0, 100]; // place and length of a field in a header, in bytes
const SIZE = [124, 12];
const PREFIX = [345, 155];

const decoder = new TextDecoder();

// Return the files of an archive, [{ path, data }]; the data are parts of the archive, not copies.
export function filesOf(archive) {
  const field = (at, [place, length]) => {
    const bytes = archive.subarray(at + place, at + place + length);
    const end = bytes.indexOf(0);
    return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
  };
  const files = [];
  for (let at = 0; at + BLOCK <= archive.length && archive[at]; ) {
    const size = Number.parseInt(field(at, SIZE), 8);
    const prefix = field(at, PREFIX);
    const name = field(at, NAME);
    const start = at + BLOCK;
    files.push({ path: prefix ? `${prefix}/${name}` : name, data: archive.subarray(start, start + size) });
    at = start + BLOCK * Math.ceil(size / BLOCK);
  }
  return files;
}
