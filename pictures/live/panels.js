// Brings a panel below the picture into view when it is opened: the page makes it out of sight, and some time later.

const COMES_WITHIN = 2000; // ms after the press, in which the panel grows to its size

// Follow presses on the tabs of the panels; returns a function that ends it.
export function followPanels() {
  let observer = null;
  const stop = () => observer?.disconnect();
  const onPress = ({ target }) => {
    const panels = target.closest?.(".st-key-panel") && document.querySelector(".st-key-panels");
    if (!panels) return;
    stop();
    observer = new ResizeObserver(() => panels.scrollIntoView({ behavior: "instant", block: "start" }));
    observer.observe(panels);
    setTimeout(stop, COMES_WITHIN);
  };
  addEventListener("click", onPress, true); // before the tab stops it
  document.addEventListener("wheel", stop, { passive: true }); // the visitor goes elsewhere
  return () => {
    stop();
    removeEventListener("click", onPress, true);
    document.removeEventListener("wheel", stop);
  };
}
