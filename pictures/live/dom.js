// HTML and SVG elements, and canvases at the resolution of the screen.

export function node(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export function svgNode(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// A box that scrolls sideways, with the mouse and with the keyboard.
export const scrollable = (name, ...children) =>
  node("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": name }, ...children);

// The sample of a curve's line that stands in legends and tables.
export function swatch({ colour, dashed }) {
  const line = node("i", { class: "swatch" });
  line.style.borderColor = colour;
  line.style.borderTopStyle = dashed ? "dashed" : "solid";
  return line;
}

// The CSS zoom of an element: pictures are enlarged for a projector (see projector.css). Events and bounding boxes
// are in pixels of the window, everything else is in pixels of the picture.
export const zoomOf = (element) => element.currentCSSZoom ?? 1;

// How far an element is from the top of the page, wherever that is scrolled to, in pixels of the picture.
export function topOf(element) {
  const scroller = document.querySelector("[data-testid=stMain]");
  return (element.getBoundingClientRect().top + (scroller?.scrollTop ?? 0)) / zoomOf(element);
}

// The position of an event within an element, in pixels of the picture.
export function positionOf(event, element) {
  const [box, zoom] = [element.getBoundingClientRect(), zoomOf(element)];
  return [(event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom];
}

// Canvas pixels per pixel of the picture. Above 2.5 a finer canvas costs time, and the difference is not visible.
export const sharpness = (element) => Math.min((devicePixelRatio || 1) * zoomOf(element), 2.5);

// Put an element at a position with a size, in CSS pixels.
export function place(element, x, y, width, height) {
  Object.assign(element.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
}

// Set a canvas to the screen's resolution at a size in CSS pixels, and return its context, which counts in CSS pixels.
export function sized(canvas, width, height) {
  const ratio = sharpness(canvas);
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

// The context of such a canvas, with nothing on the canvas.
export function cleared(canvas) {
  const context = canvas.getContext("2d");
  context.save();
  context.resetTransform();
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.restore();
  return context;
}

// Whether an element of a picture has the focus; to the document, it is the whole picture that has it.
export const hasFocus = (element) => element.getRootNode().activeElement === element;

export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// The direction of an arrow key as [right, up], or undefined for any other key.
export const arrowDirection = (key) =>
  ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] })[key];

// Whether the browser is still drawing the page's controls, for which Streamlit shows grey bars meanwhile.
export const controlsArePending = () => document.querySelector("[data-testid=stSkeleton]") !== null;

// Whether the page's script is running.
export const scriptRuns = () =>
  (document.querySelector("[data-test-script-state]")?.dataset.testScriptState ?? "notRunning") !== "notRunning";
