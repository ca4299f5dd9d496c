// The worker in which Python runs. Messages of the page come in by their kind; what goes out names the socket that it
// is for, or is an answer, or says how far the loading is.

import { filesOf } from "./archive.js";
import { boot } from "./boot.js";
import { IMAGE, LIBRARIES, LOCK } from "./image.js";
import { PARTS } from "./parts.js";
import { Parts } from "./parts_in_use.js";

const here = new URL("./", import.meta.url).href;
const LIBRARY = "library:"; // with which the address of a compiled library begins
const TELL_AFTER = 100_000; // bytes after which the page is told how much has come

let host = null;
const waiting = []; // messages that have come before Python was there

const total = Object.values(PARTS).reduce((sum, { size }) => sum + size, 0);
let received = 0;
let told = 0;

function tellReceived(bytes) {
  received += bytes;
  if (received < told + TELL_AFTER && received < total) return;
  told = received;
  postMessage({ received: Math.min(received, total), total });
}

const handlers = {
  stream: ({ socket, session }) => {
    host.open_session(socket, session, (bytes) => send(socket, bytes));
    postMessage({ socket, open: true });
  },
  live: ({ socket }) => {
    host.open_line(
      socket,
      (bytes) => send(socket, bytes),
      (code) => postMessage({ socket, closed: code }),
    );
    postMessage({ socket, open: true });
  },
  say: ({ socket, data }) => host.receive(socket, typeof data === "string" ? data : new Uint8Array(data)),
  close: ({ socket }) => host.close(socket),
  upload: ({ id, session, file, name, type, data }) => {
    host.upload(session, file, name, type, new Uint8Array(data));
    postMessage({ id, answer: true });
  },
  remove: ({ id, session, file }) => {
    host.remove(session, file);
    postMessage({ id, answer: true });
  },
};

function send(socket, bytes) {
  const { buffer } = bytes.toJs();
  postMessage({ socket, data: buffer }, [buffer]);
}

function handle(message) {
  try {
    handlers[message.kind](message);
  } catch (error) {
    console.error(error);
    if (message.id) postMessage({ id: message.id, answer: false });
  }
}

addEventListener("message", ({ data }) => (host ? handle(data) : waiting.push(data)));

async function compileCore(parts) {
  const bytes = await parts.whole("core.bin");
  return WebAssembly.compile(bytes).finally(() => parts.release("core.bin", bytes));
}

// Pyodide would fetch its WebAssembly by itself, and compile it when all else is there; the libraries lie in the files.
function giveCore(compiled, libraries) {
  const { fetch } = globalThis;
  globalThis.fetch = async (what, how) => {
    const address = String(what?.url ?? what);
    if (address.endsWith("/pyodide.asm.wasm")) return undefined;
    return address.startsWith(LIBRARY) ? new Response(libraries.get(address)) : fetch(what, how);
  };
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const module = await compiled;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
}

const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

// Put the parts of the image where they belong; all else is in the memory already.
function fill(heap, memory) {
  let at = 0;
  for (const [start, length] of IMAGE.ranges) {
    memory.read(heap.subarray(start, start + length), { at });
    at += length;
  }
  memory.close();
}

async function begin() {
  const parts = new Parts(globalThis.name !== "first visit", tellReceived);
  const core = compileCore(parts);
  const loader = import("./pyodide.mjs");
  const createModule = import("./pyodide.asm.mjs").then((module) => module.default);
  const archive = parts.whole("files.bin");
  const files = archive.then(filesOf);
  const memory = parts.readable("memory.bin");
  for (const part of [core, loader, createModule, files, memory]) part.catch(fail); // Pyodide would wait for ever
  const libraries = new Map();
  for (const { path, data } of await files) if (path.endsWith(".so")) libraries.set(`${LIBRARY}/${path}`, data);
  giveCore(core, libraries);
  const pyodide = await boot({
    loadPyodide: (await loader).loadPyodide,
    createModule,
    lock: LOCK,
    files,
    libraries: LIBRARIES,
    locate: (path) => LIBRARY + path,
    image: {
      ...IMAGE,
      head: bytesOf(IMAGE.head),
      fill: async (module) => fill(module.HEAPU8, await memory),
    },
    indexURL: here,
  });
  host = pyodide.pyimport("static_site.host.host").wake();
  postMessage({ ready: true });
  waiting.splice(0).forEach(handle);
  parts.end("files.bin", await archive);
}

function fail(error) {
  console.error(error);
  postMessage({ failed: error.message });
}

begin().catch(fail);
