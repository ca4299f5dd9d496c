// node image.mjs CORE STAGE IMAGE LIBRARIES STDLIB: write what Python's memory holds once it has imported all that the
// first page needs. It prints as JSON where the parts of the image belong, the first page's picture, and which files it
// has read: a browser that begins with this memory does not need these.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadPyodide } from "pyodide";
import { boot } from "../browser/boot.js";

const [core, stage, target, libraries, standardLibrary] = process.argv.slice(2);
const LARGEST = 1 << 27; // bytes: no free block is larger
const SMALLEST = 8;
const PAGE = 4096; // bytes that are left out together

const PREPARE = `
import sys
sys.path.insert(0, "/app")
import static_site.host.host
await static_site.host.host.prepare()
[module.__spec__.cached or module.__spec__.origin for module in list(sys.modules.values()) if getattr(module, "__spec__", None)]
`;

function* filesIn(folder, inside = "") {
  for (const entry of readdirSync(join(folder, inside), { withFileTypes: true })) {
    const path = inside ? `${inside}/${entry.name}` : entry.name;
    if (entry.isDirectory()) yield* filesIn(folder, path);
    else yield { path, data: readFileSync(join(folder, path)) };
  }
}

// Fill the free memory with zeros, since what it held before would have to be packed: take all of it, from large
// blocks to small ones, and give it back.
function clearFree(module) {
  module.memory.grow = () => {
    throw new RangeError("all of the memory is taken");
  };
  const taken = [];
  for (let size = LARGEST; size >= SMALLEST; size /= 2)
    for (let at = module._malloc(size); at; at = module._malloc(size)) {
      module.HEAPU8.fill(0, at, at + size);
      taken.push(at);
    }
  delete module.memory.grow;
  for (const at of taken) module._free(at);
}

// Return where two memories differ, as [start, length] in bytes.
function differences(memory, other) {
  const ranges = [];
  for (let at = 0; at < memory.length; at += PAGE) {
    const length = Math.min(PAGE, memory.length - at);
    const before = other.subarray(at, at + length);
    if (memory.subarray(at, at + length).every((byte, place) => byte === (before[place] ?? 0))) continue;
    const last = ranges.at(-1);
    if (last && last[0] + last[1] === at) last[1] += length;
    else ranges.push([at, length]);
  }
  return ranges;
}

const { info } = JSON.parse(readFileSync(join(core, "pyodide-lock.json"), "utf8"));
const settings = {
  loadPyodide,
  createModule: import(`${core}/pyodide.asm.mjs`).then((module) => module.default),
  lock: info,
  files: [...filesIn(stage)],
  libraries: JSON.parse(libraries),
  locate: (path) => join(stage, path),
  indexURL: `${core}/`,
  stdLibURL: standardLibrary,
};
const pyodide = await boot(settings);
const imported = await pyodide.runPythonAsync(PREPARE);
const first = pyodide.runPython("import base64; base64.b64encode(static_site.host.host.first_pictures.pop()).decode()");
const read = imported.toJs();
imported.destroy();
clearFree(pyodide._module);
// Pyodide has noted what it has found, and takes no image where there is a note.
for (const name of Object.keys(pyodide.loadedPackages)) delete pyodide.loadedPackages[name];
const snapshot = pyodide.makeMemorySnapshot();
const memory = snapshot.subarray(snapshot.length - pyodide._module.HEAPU8.length);
const head = snapshot.subarray(0, snapshot.length - memory.length);

// Begin with it, as a browser does: what its memory holds before is in the image for nothing.
let before;
const again = await boot({
  ...settings,
  image: {
    head,
    size: memory.length,
    fill: (module) => {
      before = module.HEAPU8.slice();
      module.HEAPU8.set(memory);
    },
  },
});
again.pyimport("static_site.host.host").wake();
const ranges = differences(memory, before);
writeFileSync(target, Buffer.concat(ranges.map(([start, length]) => memory.subarray(start, start + length))));
const image = { head: Buffer.from(head).toString("base64"), size: memory.length, ranges };
console.log(JSON.stringify({ image, first, read: read.filter(Boolean) }));
