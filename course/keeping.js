// Keeps in the browser which checks of the course have been passed, and shows how many: on the index beside each
// chapter, in a chapter beside each screen. Nothing of what was kept is sent to the server. Where a browser refuses to
// keep anything, the checks of this visit count.

const STORE = "neural-network-playground.course";

// Return the names of the checks that are kept. `open` returns the browser's storage, or throws.
export function read(open) {
  try {
    const kept = JSON.parse(open().getItem(STORE) ?? "[]");
    return Array.isArray(kept) ? kept.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}

// Keep names in place of those before; returns whether the browser does.
export function write(open, names) {
  try {
    if (names.length) open().setItem(STORE, JSON.stringify(names));
    else open().removeItem(STORE);
    return true;
  } catch {
    return false;
  }
}

// Return what is kept and what this visit has passed, and whether the browser keeps it.
export function merge(open, passed) {
  const before = read(open);
  const names = [...new Set([...before, ...passed])];
  return { names, isKept: write(open, names) };
}

export const countOf = (names, checks) => checks.filter((check) => names.includes(check)).length;

// Return a rule that writes text behind what a selector finds, said as `spoken`.
function after(selector, text, spoken = text) {
  const [written, said] = [text, spoken].map((each) => JSON.stringify(each));
  return `${selector}::after { content: ${written}; content: ${written} / ${said}; }`;
}

// Return the style sheet that shows what is passed beside what the page has of the course: chapters, or the screens and
// checks of one chapter.
export function rules(names, { chapters = {}, screens = [], passed = [] }) {
  const sheet = Object.entries(chapters).map(([chapter, checks]) => {
    const count = countOf(names, checks);
    const done = count === checks.length ? "✓ " : "";
    return after(`.st-key-chapter_${chapter}`, `${done}${count} of ${checks.length} checks`);
  });
  screens.forEach((checks, i) => {
    if (checks.length && countOf(names, checks) === checks.length)
      sheet.push(after(`.st-key-screen button:nth-of-type(${i + 1}) p`, " ✓", ", all checks passed"));
    for (const check of checks)
      if (names.includes(check) && !passed.includes(check))
        sheet.push(after(`.st-key-check_${check.split(".")[1]}`, "✓ passed before"));
  });
  return sheet.join("\n");
}

const LOOK = `
  :host { display: block; font: 14px var(--st-font); color: var(--st-text-color); }
  p { margin: 0; white-space: nowrap; }
  .whole p { white-space: normal; margin-top: 6px; }
  .bar { height: 8px; border-radius: 4px; background: color-mix(in srgb, currentColor 15%, transparent); overflow: hidden; }
  .bar div { height: 100%; background: #2160cf; }
  button { font: inherit; color: inherit; min-height: 28px; padding: 2px 10px; margin-left: 8px; cursor: pointer;
    background: none; border: 1px solid color-mix(in srgb, currentColor 40%, transparent); border-radius: 8px; }
`;

function element(name, attributes, ...children) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
}

function whole({ names, isKept }, all, forget) {
  const count = countOf(names, all);
  const line = element("div", { style: `width: ${(100 * count) / all.length}%` });
  const bar = element("div", { className: "bar", role: "progressbar", ariaLabel: "Checks passed" }, line);
  Object.assign(bar, { ariaValueNow: count, ariaValueMax: all.length });
  const where = isKept
    ? "Kept in this browser only; the server forgets it when you leave."
    : "This browser keeps nothing: the count ends with your visit.";
  const text = element("p", {}, `${count} of ${all.length} checks passed. ${where}`);
  if (count) text.append(element("button", { type: "button", onclick: forget }, "Forget my progress"));
  return element("div", { className: "whole" }, bar, text);
}

export default function keep({ data, parentElement, setTriggerValue }) {
  const open = () => globalThis.localStorage;
  const style = element("style");
  const paint = (passed) => {
    const kept = merge(open, passed);
    const all = Object.values(data.chapters ?? {}).flat();
    const own = (data.screens ?? []).flat();
    const forget = () => {
      write(open, []);
      setTriggerValue("forget", true); // what this visit has passed
      paint([]); // at once: the server may have nothing new to say
    };
    const shown = all.length
      ? whole(kept, all, forget)
      : element("p", {}, `${countOf(kept.names, own)} of ${own.length} checks`);
    parentElement.replaceChildren(element("style", { textContent: LOOK }), shown);
    style.textContent = rules(kept.names, { ...data, passed });
  };
  paint(data.passed);
  parentElement.sheet?.remove(); // of the call before
  parentElement.sheet = style;
  document.head.append(style);
  return () => style.remove();
}
