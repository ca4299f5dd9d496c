// Reads what the build has packed: a tar archive, compressed by gzip.

const BLOCK = 512; // bytes, the unit of a tar archive
const NAME = [0, 100]; // place and length of a field in a header, in bytes
const SIZE = [124, 12];
const PREFIX = [345, 155];
const GZIP = [0x1f, 0x8b];

const decoder = new TextDecoder();

// Return a stream as it was before it was compressed; some servers have already undone it.
export async function decompressed(bytes) {
  if (bytes[0] !== GZIP[0] || bytes[1] !== GZIP[1]) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
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
