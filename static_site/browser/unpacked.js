// The parts of the build as they are unpacked, which a browser keeps beside the packed ones: a later visit begins sooner.

import { decompressed, letGo } from "./archive.js";
import { PARTS } from "./parts.js";

const NAME = "unpacked";
const PIECE = 1_000_000; // bytes
const here = new URL("./", import.meta.url).href;
const addressOf = (name) => `${here}${name}?unpacked=${PARTS[name].hash}`;

// Return the response with a part that an earlier visit has kept, or undefined. Rejects where the browser keeps nothing.
export const keptResponse = (name) => caches.match(addressOf(name));

// Return a part that an earlier visit has kept, as bytes, or null.
export async function kept(name) {
  try {
    const response = await keptResponse(name);
    return response ? new Uint8Array(await response.arrayBuffer()) : null;
  } catch {
    return null; // this browser keeps nothing
  }
}

// Return a stream of bytes; given as a whole they would be copied as a whole.
function inPieces(bytes) {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + PIECE));
      at += PIECE;
    },
  });
}

// Keep all parts of this build, and none of an earlier one.
export async function keep() {
  const cache = await caches.open(NAME);
  const addresses = Object.keys(PARTS).map(addressOf);
  for (const { url } of await cache.keys())
    if (url.startsWith(here) && !addresses.includes(url)) await cache.delete(url);
  for (const name of Object.keys(PARTS)) {
    if (await cache.match(addressOf(name))) continue;
    const packed = new Uint8Array(await (await fetch(here + name)).arrayBuffer());
    const unpacked = await decompressed(packed);
    await cache.put(addressOf(name), new Response(inPieces(unpacked)));
    letGo(unpacked);
  }
}
