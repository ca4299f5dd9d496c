// Keeps in the browser what brings somebody back into a room after the page was loaded again: the seat of a guest, as
// long as the tab is open, or the key of a teacher. This is a component of its own, which gets {name, keep, is_lasting,
// asks}: it keeps `keep` under a name, forgets what is kept where that is "", and tells what is kept where it is asked.

import { scriptRuns } from "../live/dom.js";

const PREFIX = "neural-network-playground.room.";
const SAY_AFTER = 500; // ms, and again: what is said can get lost, or hold up what a picture asks for as the page opens
const MOST = 25; // times that it is said

export function storage(isLasting) {
  return isLasting ? globalThis.localStorage : globalThis.sessionStorage;
}

// Keep a text under a name, or forget it where it is empty; returns whether the browser does.
export function keep(open, name, text) {
  try {
    if (text) open().setItem(PREFIX + name, text);
    else open().removeItem(PREFIX + name);
    return true;
  } catch {
    return false; // storage that is full or refused
  }
}

export function kept(open, name) {
  try {
    return open().getItem(PREFIX + name) ?? "";
  } catch {
    return "";
  }
}

export default function keepSeat({ data, parentElement, setTriggerValue }) {
  const open = () => storage(data.is_lasting);
  clearInterval(parentElement.saying);
  if (typeof data.keep === "string") keep(open, data.name, data.keep);
  if (!data.asks) return;
  const text = kept(open, data.name);
  let said = 0;
  const say = () => {
    if (scriptRuns()) return;
    if (++said > MOST || !parentElement.isConnected) clearInterval(parentElement.saying);
    else setTriggerValue("kept", text || "nothing");
  };
  parentElement.saying = setInterval(say, SAY_AFTER);
}
