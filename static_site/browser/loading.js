// What a visitor sees until the app is there: how much has been loaded, or what went wrong and what helps.

import { whenFirstIsOver } from "./first.js";

const APP_IS_THERE = "[data-testid=stMainBlockContainer] [data-testid=stElementContainer]";
const DOWNLOADED = 0.85; // of the bar, when everything has come; the rest is Python's start
const STARTED = 0.95; // when Python runs; the rest is the page itself
const MEGABYTE = 1e6;

const part = (name) => document.querySelector(`#loading ${name}`);

const hasFailed = () => part("p").hasAttribute("role");

export function showReceived(received, total) {
  if (hasFailed()) return;
  part("progress").value = (DOWNLOADED * received) / total;
  const [now, all] = [received, total].map((bytes) => (bytes / MEGABYTE).toFixed(1));
  part("p").textContent = received < total ? `Loading: ${now} of ${all} MB` : "Starting Python in your browser";
}

export function showStarted() {
  if (hasFailed()) return;
  part("progress").value = STARTED;
  part("p").textContent = "Drawing the page";
}

// Say what went wrong, and what helps. What has been said first stays: the rest follows from it.
export function showFailure(what, help) {
  if (hasFailed()) return;
  part("progress").hidden = true;
  part("p").textContent = `${what} ${help}`;
  part("p").setAttribute("role", "alert");
  part("#first").hidden = true;
  document.querySelector("#loading").classList.remove("shows-first");
}

// Say something that is worth knowing, but keeps nobody from going on.
export function showNote(text) {
  part("small").textContent = text;
}

// Take the loading page away once there is something to see of the app: Python has begun to say what.
export function endWithApp(then) {
  const look = () => {
    if (!document.querySelector(APP_IS_THERE)) return;
    observer.disconnect();
    whenFirstIsOver(() => {
      document.querySelector("#loading").remove();
      then();
    });
  };
  const observer = new MutationObserver(look);
  observer.observe(document.querySelector("#root"), { childList: true, subtree: true });
}
