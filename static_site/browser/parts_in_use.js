// The parts of the build, as the worker with Python uses them: what an earlier visit has kept, or what a helper fetches and
// then keeps.

import { PARTS } from "./parts.js";
import { kept } from "./unpacked.js";

export class Parts {
  // `isKept` says whether an earlier visit may have kept parts; `tell(bytes)` is called with how much more of the build is
  // there.
  constructor(isKept, tell) {
    this.isKept = isKept;
    this.tell = tell;
    this.fetched = new Set(); // names of the parts that the helper has fetched
    this.helper = null; // the worker of helper.js
  }

  // Return a part that an earlier visit has kept, as an open file, or null.
  async open(name) {
    const file = this.isKept ? await kept(name) : null;
    if (file) this.tell(PARTS[name].size);
    else this.fetched.add(name);
    return file;
  }

  // Return a part as bytes.
  async whole(name) {
    const file = await this.open(name);
    if (!file) return this.fetch(name);
    const bytes = new Uint8Array(PARTS[name].unpacked);
    file.read(bytes);
    file.close();
    return bytes;
  }

  // Return a part as something to read from: an open file, or the same of bytes.
  async readable(name) {
    const file = await this.open(name);
    if (file) return file;
    const bytes = await this.fetch(name);
    return {
      read: (target, { at }) => target.set(bytes.subarray(at, at + target.length)),
      close: () => this.release(name, bytes),
    };
  }

  fetch(name) {
    return new Promise((resolve, reject) => {
      this.ask({ task: "fetch", part: name });
      this.helper.addEventListener("error", (event) => reject(new Error(event.message ?? "helper.js did not come")));
      this.helper.addEventListener("message", ({ data: { part, bytes, failed } }) => {
        if (part !== name) return;
        if (bytes) resolve(bytes);
        else reject(new Error(failed));
      });
    });
  }

  ask(message, transferred = []) {
    if (!this.helper) {
      this.helper = new Worker(new URL("helper.js", import.meta.url), { type: "module" });
      this.helper.addEventListener("message", ({ data: { received } }) => received && this.tell(received));
    }
    this.helper.postMessage(message, transferred);
  }

  // Give back the bytes of a part, which are not needed any more.
  release(name, bytes) {
    if (this.fetched.has(name)) this.ask({ task: "keep", part: name, bytes }, [bytes.buffer]);
    else bytes.buffer.transfer?.(0); // a browser may take long to see that nobody needs them
  }

  // Say that nothing more is needed of any part but one, whose bytes stay in use.
  end(name, bytes) {
    if (this.fetched.has(name)) this.ask({ task: "keep", part: name, bytes });
    this.helper?.postMessage({ task: "end" });
  }
}
