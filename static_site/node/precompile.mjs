// node precompile.mjs CORE FOLDER KEEP LINES: compile all Python files of a folder, by the very Python that will run
// them, and put the compiled modules in place of their text, without docstrings and assertions, as python -OO does, and
// without the types of arguments. Where a path has what KEEP says, a list with commas, the text stays beside what is
// compiled, and nothing is left out. LINES says whether errors name the "line", or only the "function".

import { loadPyodide } from "pyodide";

const [core, folder, keep, lines] = process.argv.slice(2);

const COMPILE = `
import ast, importlib._bootstrap_external as external, importlib.util, os, sys, warnings

warnings.simplefilter("ignore")  # SyntaxWarnings are for who writes a package

class WithoutTypes(ast.NodeTransformer):
    """Leaves out what only a type checker reads: the types of arguments and results, and overloads."""

    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        node.returns = None
        is_overload = any(ast.unparse(each).split(".")[-1] == "overload" for each in node.decorator_list)
        return ast.copy_location(ast.Pass(), node) if is_overload else node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_arg(self, node):
        node.annotation = None
        return node

def flat(code):
    """Give all instructions of a function its first line, which takes next to no room in an image of the memory."""
    units = len(code.co_code) // 2
    lines = bytes([0xEF, 0]) * (units // 8) + (bytes([0xE8 + units % 8 - 1, 0]) if units % 8 else b"")
    consts = tuple(flat(each) if hasattr(each, "co_code") else each for each in code.co_consts)
    return code.replace(co_linetable=lines, co_consts=consts)

def compiled(path, is_kept):
    with open(path, "rb") as file:
        source = file.read()
    tree = source if is_kept else WithoutTypes().visit(ast.parse(source))
    code = compile(tree, path.removeprefix("/stage"), "exec", dont_inherit=True, optimize=0 if is_kept else 2)
    if lines == "function" and not is_kept:
        code = flat(code)
    return bytes(external._code_to_hash_pyc(code, importlib.util.source_hash(source), False))

for folder, _, names in os.walk("/stage"):
    for name in names:
        if not name.endswith(".py"):
            continue
        path = os.path.join(folder, name)
        keeps = any(f"/{each}" in path for each in keep)
        try:
            data = compiled(path, keeps)
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
pyodide.globals.set("lines", lines);
pyodide.globals.set("keep", pyodide.toPy(keep.split(",").filter(Boolean)));
pyodide.runPython(COMPILE);
