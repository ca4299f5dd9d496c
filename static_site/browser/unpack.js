// A worker that fetches and unpacks one part of the build, by whose name it is called, while another one does the rest.

import { fetchPart } from "./fetch_part.js";
import { keep } from "./unpacked.js";

const { name } = globalThis;

async function unpack() {
  const bytes = await fetchPart(name, (received) => postMessage({ received }));
  postMessage({ bytes }); // a copy, so that nobody waits for what follows
  await keep(name, bytes);
}

unpack()
  .catch(({ message }) => postMessage({ failed: message }))
  .finally(close);
