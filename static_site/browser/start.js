// Runs before Streamlit's page, and stands between it and the server that it expects, in whose place is the worker with
// Python that early.js has started. The folder of the site is the one above this file's.

import { showFirst } from "./first.js";
import { endWithApp, showFailure, showNote, showReceived, showStarted } from "./loading.js";
import { answerFetches, nameDownloads, takeUploads } from "./requests.js";
import { withoutServer } from "./socket.js";

const base = new URL("../", import.meta.url);
const NEWER = "Use a newer browser: Chrome, Edge, Firefox or Safari of the last two years.";
const OTHERS_AFTER = 4000; // ms in which the first page has the network and the processor for itself
const AGAIN = "Check the connection, and load the page again. If that does not help, tell who runs this site.";
const ALLOW = "Look for a setting or an extension that forbids it, or use another browser.";

// Return what this browser lacks, in words, or "".
function lacking() {
  if (typeof WebAssembly === "undefined") return "This browser does not run WebAssembly, or a setting forbids it.";
  if (typeof Worker === "undefined") return "This browser runs no programs in the background.";
  return "";
}

// Keep all files in the browser, so that the next visit needs no network; without, each visit loads them again.
async function keepFiles() {
  try {
    await navigator.serviceWorker.register(new URL("service_worker.js", base));
  } catch {
    const why = isSecureContext ? "A private window or a setting does so." : "The address must begin with https.";
    showNote(`This browser keeps no files of this site: each visit loads them again, and needs a network. ${why}`);
  }
}

// Show a page's address without its last slash, as a server has it: the links on it begin where the site begins.
function leaveFolder() {
  const path = location.pathname.replace(/\/(index\.html)?$/, "");
  if (`${path}/` === base.pathname) return;
  const icon = document.querySelector("link[rel~=icon]");
  icon.setAttribute("href", icon.href); // it would be looked for anew, from there
  history.replaceState(history.state, "", path + location.search + location.hash);
}

// Take over the worker that has been started. Throws an Error if it could not be.
function takeWorker() {
  const { worker, said, error } = window.earlyWorker;
  if (error) throw error;
  const sockets = new Map();
  const answers = new Map();
  let asked = 0;
  worker.onmessage = ({ data: message }) => {
    if (message.socket) sockets.get(message.socket)?.(message);
    else if (message.id) {
      answers.get(message.id)(message.answer);
      answers.delete(message.id);
    } else if (message.total) showReceived(message.received, message.total);
    else if (message.ready) whenReady();
    else if (message.failed) showFailure(`Python could not be started (${message.failed}).`, AGAIN);
  };
  worker.onerror = (event) => showFailure(`Python could not be loaded (${event.message ?? "no answer"}).`, AGAIN);
  const toWorker = (message) => worker.postMessage(message, message.data instanceof ArrayBuffer ? [message.data] : []);
  const fromWorker = (socket, take) => (take ? sockets.set(socket, take) : sockets.delete(socket));
  const ask = (message) =>
    new Promise((resolve) => {
      asked += 1;
      answers.set(asked, resolve);
      toWorker({ ...message, id: asked });
    });
  for (const event of said) worker[`on${event.type}`](event);
  return { toWorker, fromWorker, ask };
}

function whenReady() {
  showStarted();
  endWithApp(() => setTimeout(keepOthers, OTHERS_AFTER));
}

// Have all files kept, also those of other pages, so that they open without a network.
async function keepOthers() {
  const registration = await navigator.serviceWorker?.ready;
  if (!registration) return;
  registration.active.postMessage("keep");
  new Worker(new URL("python/seal.js", base), { type: "module" });
}

function begin() {
  leaveFolder();
  const { toWorker, fromWorker, ask } = takeWorker();
  keepFiles();
  window.__streamlit = { MAIN_PAGE_BASE_URL: base.href, BACKEND_BASE_URL: base.href };
  window.WebSocket = withoutServer(WebSocket, { toWorker, fromWorker });
  answerFetches();
  takeUploads(ask);
  nameDownloads();
  showFirst(base);
}

const lack = lacking();
if (lack) showFailure(lack, NEWER);
else {
  try {
    begin();
  } catch (error) {
    showFailure(`This browser lets the site run no programs in the background (${error.message}).`, ALLOW);
  }
}
