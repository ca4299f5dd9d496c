// node image.mjs CORE STAGE IMAGE: write what Python's memory holds once it has imported all that the first page needs.
// It prints as JSON which files it has read: a browser that begins with this memory does not need these.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadPyodide } from "pyodide";
import { boot } from "../browser/boot.js";

const [core, stage, image, libraries, standardLibrary] = process.argv.slice(2);

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

const { info } = JSON.parse(readFileSync(join(core, "pyodide-lock.json"), "utf8"));
const pyodide = await boot({
  loadPyodide,
  createModule: import(`${core}/pyodide.asm.mjs`).then((module) => module.default),
  lock: info,
  files: [...filesIn(stage)],
  libraries: JSON.parse(libraries),
  locate: (path) => join(stage, path),
  indexURL: `${core}/`,
  stdLibURL: standardLibrary,
});
const imported = await pyodide.runPythonAsync(PREPARE);
const names = imported.toJs();
imported.destroy();
// Pyodide has noted what it has found, and takes no image where there is a note.
for (const name of Object.keys(pyodide.loadedPackages)) delete pyodide.loadedPackages[name];
writeFileSync(image, pyodide.makeMemorySnapshot());
console.log(JSON.stringify(names.filter(Boolean)));
