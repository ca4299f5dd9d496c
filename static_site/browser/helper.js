// A worker that helps the one with Python on a first visit: it fetches parts of the build, unpacks them, and keeps them for
// later visits. Then it ends, and with it the memory that this takes.

import { PARTS } from "./parts.js";
import { keep } from "./unpacked.js";

// Browsers do not know Zstandard, by which the parts are compressed.
async function makeDecoder() {
  const { ZSTDDecoder } = await import("./zstddec.mjs");
  const decoder = new ZSTDDecoder();
  await decoder.init();
  return decoder;
}

const decoder = makeDecoder();
decoder.catch(() => undefined); // whoever waits for it is told

// Return a part as it has come; the page is told how much of it is there.
async function received(part) {
  const response = await fetch(new URL(part, import.meta.url));
  if (!response.ok) throw new Error(`${part} is missing: the server says ${response.status}`);
  const whole = new Uint8Array(PARTS[part].size);
  let at = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    whole.set(value, at);
    at += value.length;
    postMessage({ received: value.length });
  }
  if (at < whole.length) throw new Error(`${part} is cut: ${at} of ${whole.length} bytes have come`);
  return whole;
}

const tasks = {
  fetch: async ({ part }) => {
    try {
      const packed = await received(part);
      const { unpacked } = PARTS[part];
      const bytes = (await decoder).decode(packed, unpacked); // it throws nothing
      if (bytes.length !== unpacked) throw new Error(`${part} is damaged`);
      postMessage({ part, bytes }, [bytes.buffer]);
    } catch ({ message }) {
      postMessage({ part, failed: message });
    }
  },
  keep: ({ part, bytes }) => keep(part, bytes),
};

const begun = [];

addEventListener("message", ({ data }) => {
  if (data.task === "end") Promise.all(begun).then(() => close());
  else begun.push(tasks[data.task](data));
});
