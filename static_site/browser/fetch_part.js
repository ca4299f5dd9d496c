// Fetches a part of the build, and unpacks it.

import { decompressed } from "./archive.js";
import { PARTS } from "./parts.js";

// Return a part as bytes; `tell(bytes)` is called with how much more of it has come.
export async function fetchPart(name, tell) {
  const response = await fetch(new URL(name, import.meta.url));
  if (!response.ok) throw new Error(`${name} is missing: the server says ${response.status}`);
  const whole = new Uint8Array(PARTS[name].size);
  let at = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    whole.set(value, at);
    at += value.length;
    tell(value.length);
  }
  if (at < whole.length) throw new Error(`${name} is cut: ${at} of ${whole.length} bytes have come`);
  return decompressed(whole);
}
