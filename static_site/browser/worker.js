// The worker in which Python runs. Messages of the page come in by their kind; what goes out names the socket that it
// is for, or is an answer, or says how far the loading is.

import { decompressed, filesOf, letGo } from "./archive.js";
import { boot } from "./boot.js";
import { IMAGE, LIBRARIES, LOCK, PARTS } from "./parts.js";
import { loadPyodide } from "./pyodide.mjs";
import { kept, keptResponse } from "./unpacked.js";

const here = new URL("./", import.meta.url).href;
const LIBRARY = "library:"; // with which the address of a compiled library begins
const AS_WASM = { headers: { "Content-Type": "application/wasm" } }; // else a browser compiles none of it
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

// Return a part of the build, and tell the page how much of all parts has come.
async function fetchPart(name) {
  const before = await kept(name);
  if (before) {
    tellReceived(PARTS[name].size);
    return before;
  }
  const response = await fetch(here + name);
  if (!response.ok) throw new Error(`${name} is missing: the server says ${response.status}`);
  const whole = new Uint8Array(PARTS[name].size);
  let at = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    whole.set(value, at);
    at += value.length;
    tellReceived(value.length);
  }
  if (at < whole.length) throw new Error(`${name} is cut: ${at} of ${whole.length} bytes have come`);
  return decompressed(whole);
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

// Return the compiled core. What an earlier visit has kept is compiled while it is read.
async function compileCore() {
  const response = await keptResponse("core.bin").catch(() => null);
  if (!response) {
    const bytes = await fetchPart("core.bin");
    return WebAssembly.compile(bytes).finally(() => letGo(bytes));
  }
  tellReceived(PARTS["core.bin"].size);
  return WebAssembly.compileStreaming(new Response(response.body, AS_WASM));
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
    heap.set(memory.subarray(at, at + length), start);
    at += length;
  }
}

async function begin() {
  const core = compileCore();
  const createModule = import("./pyodide.asm.mjs").then((module) => module.default);
  const files = fetchPart("files.bin").then(filesOf);
  const image = fetchPart("memory.bin");
  for (const part of [core, createModule, files, image]) part.catch(fail); // Pyodide would wait for ever
  const libraries = new Map();
  for (const { path, data } of await files) if (path.endsWith(".so")) libraries.set(`${LIBRARY}/${path}`, data);
  giveCore(core, libraries);
  const pyodide = await boot({
    loadPyodide,
    createModule,
    lock: LOCK,
    files,
    libraries: LIBRARIES,
    locate: (path) => LIBRARY + path,
    image: {
      ...IMAGE,
      head: bytesOf(IMAGE.head),
      fill: async (module) => {
        const memory = await image;
        fill(module.HEAPU8, memory);
        letGo(memory);
      },
    },
    indexURL: here,
  });
  host = pyodide.pyimport("static_site.host.host").wake();
  postMessage({ ready: true });
  waiting.splice(0).forEach(handle);
}

function fail(error) {
  console.error(error);
  postMessage({ failed: error.message });
}

begin().catch(fail);
