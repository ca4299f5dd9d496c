// Stands in each page itself, after guard.js: starts the worker with Python, for which the page waits longest, before any
// other script is loaded. What the worker says meanwhile is kept for start.js.

(() => {
  const early = { said: [] };
  window.earlyWorker = early;
  if (location.protocol === "file:" || typeof Worker === "undefined") return;
  try {
    early.worker = new Worker("./python/worker.js", { type: "module" });
    early.worker.onmessage = early.worker.onerror = (event) => early.said.push(event);
  } catch (error) {
    early.error = error;
  }
})();
