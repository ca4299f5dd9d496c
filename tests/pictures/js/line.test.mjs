// When the line acknowledges a Frame: the server sends none before.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Line } from "../../../pictures/live/line.js";

const frame = new Uint8Array(readFileSync(process.env.FRAME));

// A browser with an open line; `page` says whether it is hidden and whether its controls are still being drawn.
function browser(context) {
  const page = { hidden: false, pending: false, sent: [], heard: [] };
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  const clock = context.mock.method(performance, "now", () => now);
  page.pass = (time) => {
    now += time;
    context.mock.timers.tick(time);
  };
  globalThis.location = { origin: "http://localhost" };
  globalThis.document = {
    addEventListener: (_, listener) => page.heard.push(listener),
    removeEventListener: () => {},
    get hidden() {
      return page.hidden;
    },
    querySelector: (selector) => (selector.includes("stSkeleton") && page.pending ? {} : null),
  };
  globalThis.WebSocket = class {
    constructor() {
      page.socket = this;
    }
    send(text) {
      page.sent.push(text);
    }
    close() {}
  };
  const line = new Line(
    () => {},
    () => {},
  );
  line.connect("token", "stage");
  page.receive = () => page.socket.onmessage({ data: frame });
  context.after(() => {
    line.remove();
    clock.mock.restore();
  });
  return page;
}

test("a Frame is acknowledged at once", (context) => {
  const page = browser(context);
  page.receive();
  assert.equal(page.sent.length, 1);
});

test("a hidden page acknowledges its Frame when it is looked at", (context) => {
  const page = browser(context);
  page.hidden = true;
  page.receive();
  assert.equal(page.sent.length, 0);
  page.hidden = false;
  for (const listener of page.heard) listener();
  assert.equal(page.sent.length, 1);
});

test("a page that is still drawing its controls acknowledges its Frame afterwards", (context) => {
  const page = browser(context);
  page.pending = true;
  page.receive();
  page.pass(200);
  assert.equal(page.sent.length, 0);
  page.pending = false;
  page.pass(200);
  assert.equal(page.sent.length, 1);
});

test("controls that never come do not hold up the picture", (context) => {
  const page = browser(context);
  page.pending = true;
  page.receive();
  page.pass(2000);
  assert.equal(page.sent.length, 0);
  page.pass(2000);
  page.pass(100);
  assert.equal(page.sent.length, 1);
});
