// A browser's animation frames and clock, for programs that check what is computed in slices.

let now = 0;
let waiting = null; // what the next animation frame calls
globalThis.performance = { now: () => (now += 5) }; // ms; each look at the clock takes so long
globalThis.document = { hidden: false };
globalThis.requestAnimationFrame = (call) => {
  waiting = call;
  return 1;
};
globalThis.cancelAnimationFrame = () => {
  waiting = null;
};

export const isWaiting = () => waiting !== null;

export function nextFrame() {
  const call = waiting;
  waiting = null;
  call();
}
