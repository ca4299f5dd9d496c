// The parts of the build, as the worker with Python uses them: what an earlier visit has kept, or what comes from the
// network, which a helper then keeps.

import { letGo } from "./archive.js";
import { fetchPart } from "./fetch_part.js";
import { PARTS } from "./parts.js";
import { kept } from "./unpacked.js";

export class Parts {
  // `isKept` says whether an earlier visit may have kept parts; `tell(bytes)` is called with how much more of the build is
  // there.
  constructor(isKept, tell) {
    this.isKept = isKept;
    this.tell = tell;
    this.fetched = new Set(); // names of the parts that come from the network
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
    if (!file) return fetchPart(name, this.tell);
    const bytes = new Uint8Array(PARTS[name].unpacked);
    file.read(bytes);
    file.close();
    return bytes;
  }

  // Return a part as something to read from: an open file, or the same of bytes. These the helper fetches and unpacks: it
  // is for the largest part, which takes as long as all others.
  async readable(name) {
    const file = await this.open(name);
    if (file) return file;
    const bytes = await this.fetchByHelper(name);
    return {
      read: (target, { at }) => target.set(bytes.subarray(at, at + target.length)),
      close: () => this.release(name, bytes),
    };
  }

  fetchByHelper(name) {
    return new Promise((resolve, reject) => {
      this.ask({ task: "fetch", part: name });
      this.helper.onerror = (event) => reject(new Error(event.message ?? "helper.js did not come"));
      this.helper.onmessage = ({ data: { received, bytes, failed } }) => {
        if (received) this.tell(received);
        else if (bytes) resolve(bytes);
        else reject(new Error(failed));
      };
    });
  }

  ask(message, transferred = []) {
    this.helper ??= new Worker(new URL("helper.js", import.meta.url), { type: "module" });
    this.helper.postMessage(message, transferred);
  }

  // Give back the bytes of a part, which are not needed any more.
  release(name, bytes) {
    if (this.fetched.has(name)) this.ask({ task: "keep", part: name, bytes }, [bytes.buffer]);
    else letGo(bytes);
  }

  // Say that nothing more is needed of any part but one, whose bytes stay in use.
  end(name, bytes) {
    if (this.fetched.has(name)) this.ask({ task: "keep", part: name, bytes });
    this.helper?.postMessage({ task: "end" });
  }
}
