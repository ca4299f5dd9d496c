// The parts of the build as they are unpacked, which a browser keeps as files of this site: a later visit begins sooner.
// A file counts only once it is sealed, by one more byte at its end, which is written when all before it is on the disk.

import { PARTS } from "./parts.js";

const FOLDER = `unpacked ${encodeURIComponent(new URL("./", import.meta.url).pathname)}`;
const SEAL = new Uint8Array(1);

const nameOf = (part) => `${PARTS[part].hash} ${part}`;

// Return the folder with the files. Rejects where the browser keeps nothing, as in some private windows.
async function folder() {
  const all = await navigator.storage.getDirectory();
  return all.getDirectoryHandle(FOLDER, { create: true });
}

// Return a part that an earlier visit has kept, as an open file, or null.
export async function kept(part) {
  try {
    const file = await (await folder()).getFileHandle(nameOf(part));
    const open = await file.createSyncAccessHandle({ mode: "read-only" }); // several tabs may read at once
    if (open.getSize() === PARTS[part].unpacked + SEAL.length) return open;
    open.close();
  } catch {
    // It is not there, or another tab has it.
  }
  return null;
}

// Do something with an open file, and close it.
async function change(handle, act) {
  const open = await handle.createSyncAccessHandle();
  try {
    act(open);
  } finally {
    open.close();
  }
}

// Keep a part, if the browser has room for it and lets the site keep anything.
export async function keep(part, bytes) {
  try {
    const file = await (await folder()).getFileHandle(nameOf(part), { create: true });
    await change(file, (open) => {
      open.truncate(0);
      open.write(bytes);
    });
  } catch (error) {
    console.warn(`${part} is not kept unpacked: ${error.message}`);
  }
}

// Seal what has been kept of this build, and remove all else. Rejects where the browser keeps nothing.
export async function seal() {
  const files = await folder();
  const sizes = Object.fromEntries(Object.keys(PARTS).map((part) => [nameOf(part), PARTS[part].unpacked]));
  for await (const [name, handle] of files.entries()) {
    if (!(name in sizes)) await files.removeEntry(name);
    else if ((await handle.getFile()).size === sizes[name])
      await change(handle, (open) => {
        open.flush();
        open.write(SEAL, { at: sizes[name] });
      });
  }
}
