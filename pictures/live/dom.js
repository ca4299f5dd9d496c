// Elements, and canvases as sharp as the screen.

function node(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

// A box that scrolls sideways can be scrolled with the keyboard, too.
const scrollable = (name, ...children) => node("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": name }, ...children);

// For a projector pictures are zoomed (see projector.css). Events and boxes count the window's pixels, everything else
// the picture's own.
const zoom_of = (element) => element.currentCSSZoom ?? 1;

// Where an event is within an element, in the picture's pixels.
function spot(event, element) {
  const [box, zoom] = [element.getBoundingClientRect(), zoom_of(element)];
  return [(event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom];
}

// Points of the screen to a pixel of the picture.
const sharpness = (element) => Math.min((devicePixelRatio || 1) * zoom_of(element), 2.5);

// Gives a canvas the resolution of the screen at a size in CSS pixels; returns its context in those pixels.
function sized(canvas, width, height) {
  const ratio = sharpness(canvas);
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
