// Shows the picture of the first page, as it will be when Python has made it, until then: its code and its first Frame
// are files, which the build has got from the same Python. It cannot be used yet.

const SETTLES_IN = 2; // animation frames from the page's own picture to its first painting
const PATIENCE = 3000; // ms after the app is there, in which its picture should be, too

let hide = null;

// Return whether a page, at an address below `base`, begins with that picture.
const isFirstPage = (base) => location.pathname === base.pathname && !location.search;

export async function showFirst(base) {
  const place = document.querySelector("#first");
  if (!isFirstPage(base)) return;
  try {
    const [response] = await Promise.all([
      fetch(new URL("first/stage.bin", base)),
      import(new URL("first/stage.js", base).href),
    ]);
    if (!response.ok) return;
    const data = new Uint8Array(await response.arrayBuffer());
    if (!place.isConnected) return; // the app was faster
    const mount = globalThis.first_stage;
    place.classList.add("stApp"); // a picture looks there whether the page is connected, when it begins
    mount({ data, parentElement: place, setTriggerValue() {} });
    place.classList.remove("stApp");
    for (const each of place.querySelectorAll("[data-testid]")) each.removeAttribute("data-testid");
    document.querySelector("#loading").classList.add("shows-first");
    hide = () => mount.remove(place);
  } catch (error) {
    console.warn(`The first picture is not shown before Python has started: ${error.message}`);
  }
}

// Call a function when the page's own picture is there, where its likeness is shown, or else at once.
export function whenFirstIsOver(then) {
  if (!hide) return then();
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    hide();
    then();
  };
  const wait = (frames) => (frames ? requestAnimationFrame(() => wait(frames - 1)) : end());
  if (globalThis.network_stage) wait(SETTLES_IN);
  else addEventListener("network_stage", () => wait(SETTLES_IN), { once: true });
  setTimeout(end, PATIENCE);
}
