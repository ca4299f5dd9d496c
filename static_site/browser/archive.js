// Reads what the build has packed: files compressed by Zstandard, one of them a tar archive.

const BLOCK = 512; // bytes, the unit of a tar archive
const NAME = [0, 100]; // place and length of a field in a header, in bytes
const SIZE = [124, 12];
const PREFIX = [345, 155];
const ZSTANDARD = [0x28, 0xb5, 0x2f, 0xfd]; // with which a file begins

const decoder = new TextDecoder();

// Give back the memory of bytes that are not needed any more: a browser may take long to see that.
export const letGo = (bytes) => bytes.buffer.transfer?.(0);

// Return bytes as they were before they were compressed; those that were given are not there afterwards.
export async function decompressed(bytes) {
  if (ZSTANDARD.some((byte, place) => bytes[place] !== byte)) return bytes;
  const { decompress } = await import("./fzstd.mjs");
  const unpacked = decompress(bytes);
  letGo(bytes);
  return unpacked;
}

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
