// Stands in each page itself, after guard.js: starts the worker with Python, for which the page waits longest, before any
// other script is loaded. What the worker says meanwhile is kept for start.js.

(() => {
  const early = { said: [] };
  window.earlyWorker = early;
  if (location.protocol === "file:" || typeof Worker === "undefined") return;
  // Nothing is kept where no service worker answers. To look for it takes long in a browser that has never been here.
  const name = navigator.serviceWorker?.controller ? "later visit" : "first visit";
  try {
    early.worker = new Worker("./python/worker.js", { type: "module", name });
    early.worker.onmessage = early.worker.onerror = (event) => early.said.push(event);
  } catch (error) {
    early.error = error;
  }
})();
