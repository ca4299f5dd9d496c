// Starts Python from the files of the build. It is used twice: when the site is built, to make an image of Python's
// memory with everything imported, and in a browser, which begins with that image.
//
// An image holds numbers of functions and addresses of NumPy's compiled libraries. So these are loaded first, in the
// same order both times, before Python begins: then each is where it was.

const HOME = "/home/visitor";
const PYTHONPATH = "/lib/python3.14"; // the standard library lies among the files, not in an archive of its own
export const ROOT = "/app"; // where the app's files are

// Enlarge the memory, so that an image has room.
function makeRoom(module, size) {
  while (module.HEAP8.length < size) module._malloc(size - module.HEAP8.length);
}

// files: [{ path, data }] · libraries: paths of compiled libraries · locate(path): the address of a library ·
// image: { head, size, fill(module) }, which puts the image into the memory, or undefined to make one later; its head
// is what Pyodide notes of it. Returns Pyodide.
export async function boot({ loadPyodide, createModule, lock, files, libraries, locate, image, ...more }) {
  const pyodide = await loadPyodide({
    ...more,
    lockFileContents: { info: lock, packages: {} },
    env: { HOME, PYTHONPATH, PYTHONDONTWRITEBYTECODE: "1" },
    fsInit: async (Fs) => {
      const folders = new Set();
      for (const { path, data } of await files) {
        const folder = path.slice(0, path.lastIndexOf("/"));
        if (!folders.has(folder)) Fs.mkdirTree(`/${folder}`);
        folders.add(folder);
        Fs.writeFile(`/${path}`, data, { canOwn: true });
      }
    },
    createPyodideModule: async (settings) => {
      settings.dynamicLibraries = libraries;
      settings.locateFile = locate;
      const module = await (await createModule)(settings);
      if (image) {
        makeRoom(module, image.size);
        await image.fill(module);
      }
      return module;
    },
    ...(image ? { _loadSnapshot: image.head } : { _makeSnapshot: true }),
  });
  pyodide.FS.chdir(ROOT);
  return pyodide;
}
