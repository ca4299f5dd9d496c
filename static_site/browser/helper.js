// A worker that helps the one with Python on a first visit: it fetches and unpacks a part of the build while that one does
// the rest, and keeps parts for later visits. What it is asked for it does one by one.

import { fetchPart } from "./fetch_part.js";
import { keep } from "./unpacked.js";

const tasks = {
  fetch: ({ part }) =>
    fetchPart(part, (received) => postMessage({ received })).then(
      (bytes) => postMessage({ bytes }, [bytes.buffer]),
      ({ message }) => postMessage({ failed: message }),
    ),
  keep: ({ part, bytes }) => keep(part, bytes),
  end: () => close(),
};

let last = Promise.resolve();

addEventListener("message", ({ data }) => {
  last = last.then(() => tasks[data.task](data));
});
