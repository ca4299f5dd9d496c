// node precompile.mjs CORE FOLDER OPTIMIZE KEEP: compile all Python files of a folder, by the very Python that will run
// them, and put the compiled modules in place of their text. OPTIMIZE 2 leaves out docstrings and assertions, as
// python -OO does. In folders whose path ends as KEEP says, a list with commas, the text stays beside what is compiled.

import { loadPyodide } from "pyodide";

const [core, folder, optimize, keep] = process.argv.slice(2);

const COMPILE = `
import importlib._bootstrap_external as external, importlib.util, os, sys, warnings

warnings.simplefilter("ignore")  # SyntaxWarnings are for who writes a package

def compiled(path, optimize):
    with open(path, "rb") as file:
        source = file.read()
    code = compile(source, path.removeprefix("/stage"), "exec", dont_inherit=True, optimize=optimize)
    return bytes(external._code_to_hash_pyc(code, importlib.util.source_hash(source), False))

for folder, _, names in os.walk("/stage"):
    keeps = any(f"/{each}/" in f"{folder}/" for each in keep)
    for name in names:
        if not name.endswith(".py"):
            continue
        path = os.path.join(folder, name)
        try:
            data = compiled(path, 0 if keeps else optimize)
        except SyntaxError:
            continue  # a template, or for another version
        target = path + "c"
        if keeps:
            os.makedirs(os.path.join(folder, "__pycache__"), exist_ok=True)
            target = os.path.join(folder, "__pycache__", f"{name[:-3]}.{sys.implementation.cache_tag}.pyc")
        else:
            os.remove(path)
        with open(target, "wb") as file:
            file.write(data)
`;

const pyodide = await loadPyodide({
  indexURL: `${core}/`,
  env: { PYTHONNODEBUGRANGES: "1" }, // an error names its line, but not the column: that would be half as much again
});
pyodide.FS.mkdirTree("/stage");
pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: folder }, "/stage");
pyodide.globals.set("optimize", Number(optimize));
pyodide.globals.set("keep", pyodide.toPy(keep.split(",").filter(Boolean)));
pyodide.runPython(COMPILE);
