// node pack.mjs CORE FOLDER NAME: compress a file in a folder by Zstandard, in its place. It is the Python of the site
// that does it; many machines have no other program for this.

import { loadPyodide } from "pyodide";

const [core, folder, name] = process.argv.slice(2);
// The window holds all of a file: much of an image comes again, far from where it was.
const PACK = `
from compression import zstd

wanted = zstd.CompressionParameter
options = {wanted.compression_level: 19, wanted.window_log: 27, wanted.enable_long_distance_matching: 1}
with open(f"/folder/{name}", "rb") as file:
    data = file.read()
with open(f"/folder/{name}", "wb") as file:
    file.write(zstd.compress(data, options=options))
`;

const pyodide = await loadPyodide({ indexURL: `${core}/` });
pyodide.FS.mkdirTree("/folder");
pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: folder }, "/folder");
pyodide.globals.set("name", name);
pyodide.runPython(PACK);
