// The worker in which Python runs. Messages of the page come in by their kind; what goes out names the socket that it
// is for, or is an answer, or says how far the loading is.

import { decompressed, filesOf } from "./archive.js";
import { boot } from "./boot.js";
import { LIBRARIES, LOCK, PARTS } from "./parts.js";
import { loadPyodide } from "./pyodide.mjs";

const here = new URL("./", import.meta.url).href;
const TELL_AFTER = 100_000; // bytes after which the page is told how much has come

let host = null;
const waiting = []; // messages that have come before Python was there

const total = Object.values(PARTS).reduce((sum, size) => sum + size, 0);
let received = 0;
let told = 0;

// Fetch a part of the build, and tell the page how much of all parts has come.
async function fetchPart(name) {
  const response = await fetch(here + name);
  if (!response.ok) throw new Error(`${name} is missing: the server says ${response.status}`);
  const chunks = [];
  let length = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) {
      postMessage({ received: Math.min(received, total), total });
      break;
    }
    chunks.push(value);
    length += value.length;
    received += value.length;
    if (received > told + TELL_AFTER) {
      told = received;
      postMessage({ received: Math.min(received, total), total });
    }
  }
  // Some servers undo the compression: then more comes.
  if (length < PARTS[name]) throw new Error(`${name} is cut: ${length} of ${PARTS[name]} bytes have come`);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
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

// Pyodide would fetch its WebAssembly by itself, and compile it when all else is there.
function giveCore(compiled) {
  const { fetch } = globalThis;
  const isCore = (address) => String(address).endsWith("/pyodide.asm.wasm");
  globalThis.fetch = (what, how) => (isCore(what?.url ?? what) ? Promise.resolve() : fetch(what, how));
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const module = await compiled;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
}

async function begin() {
  const [core, archive, image] = ["core.bin", "files.bin", "memory.bin"].map(fetchPart);
  for (const part of [core, archive, image]) part.catch(fail); // Pyodide would wait for ever, or begin without it
  giveCore(core.then((bytes) => WebAssembly.compile(bytes)));
  const files = archive.then(filesOf);
  const addresses = new Map();
  for (const { path, data } of await files)
    if (path.endsWith(".so")) addresses.set(`/${path}`, URL.createObjectURL(new Blob([data])));
  const pyodide = await boot({
    loadPyodide,
    createModule: import("./pyodide.asm.mjs").then((module) => module.default),
    lock: LOCK,
    files,
    libraries: LIBRARIES,
    locate: (path) => addresses.get(path),
    image,
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
