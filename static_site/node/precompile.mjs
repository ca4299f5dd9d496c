// node precompile.mjs CORE FOLDER KIND: compile all Python files of a folder, by the very Python that will run them.
//
// KIND "packages" puts the compiled modules in place of their text, without docstrings and assertions, as python -OO
// does: nobody reads or debugs them in a browser. KIND "app" puts them beside it: scripts of pages are read as text, and an error names its line.

import { loadPyodide } from "pyodide";

const [core, folder, kind, keep = ""] = process.argv.slice(2);

const COMPILE = `
import importlib._bootstrap_external as external, importlib.util, os, sys, warnings

warnings.simplefilter("ignore")  # SyntaxWarnings are for who writes a package

def compiled(path, name, is_app):
    with open(path, "rb") as file:
        source = file.read()
    code = compile(source, name, "exec", dont_inherit=True, optimize=0 if is_app else 2)
    return bytes(external._code_to_hash_pyc(code, importlib.util.source_hash(source), False))

for folder, _, names in os.walk("/stage"):
    for name in names:
        if not name.endswith(".py"):
            continue
        path = os.path.join(folder, name)
        inside = path.removeprefix("/stage")
        try:
            data = compiled(path, inside, is_app or any(f"/site-packages/{each}/" in path for each in keep))
        except SyntaxError:
            continue  # a template, or for another version
        if is_app or any(f"/site-packages/{each}/" in path for each in keep):
            os.makedirs(os.path.join(folder, "__pycache__"), exist_ok=True)
            target = os.path.join(folder, "__pycache__", f"{name[:-3]}.{sys.implementation.cache_tag}.pyc")
        else:
            target = path + "c"
            os.remove(path)
        with open(target, "wb") as file:
            file.write(data)
`;

const pyodide = await loadPyodide({ indexURL: `${core}/` });
pyodide.FS.mkdirTree("/stage");
pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: folder }, "/stage");
pyodide.globals.set("is_app", kind === "app");
pyodide.globals.set("keep", pyodide.toPy(keep.split(",").filter(Boolean)));
pyodide.runPython(COMPILE);
