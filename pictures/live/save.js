// A whole picture as a PNG file: the canvases, and the text that lies above them as HTML.

import { css } from "./colours.js";
import { node, zoomOf } from "./dom.js";

// Controls have no use in a file, nor has what only screen readers say.
const NOT_SAVED = "button:not(.feature), .shows, .bar, .card, .spoken, .announcer, .legend, option";

// Save a picture that has a canvas of its whole size, still; labels is the element with the text.
export function savePicture(picture, labels) {
  const { still, root, colours } = picture;
  const file = document.createElement("canvas");
  [file.width, file.height] = [still.width, still.height];
  const context = file.getContext("2d");
  context.fillStyle = css(colours.background);
  context.fillRect(0, 0, file.width, file.height);
  const ratio = still.width / root.clientWidth;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.imageSmoothingQuality = "high";
  for (const canvas of root.querySelectorAll("canvas:not([hidden])")) copyCanvas(context, canvas, root);
  const texts = document.createTreeWalker(labels, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) copyText(context, texts.currentNode, root);
  file.toBlob((blob) => {
    const link = node("a", { href: URL.createObjectURL(blob), download: `network-epoch-${picture.frame.epoch}.png` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000); // ms, time enough to start the download
  });
}

function copyCanvas(context, canvas, root) {
  const box = canvas.getBoundingClientRect();
  if (!box.width || canvas.closest(NOT_SAVED)) return;
  const [x, y] = cornerIn(box, root);
  context.imageSmoothingEnabled = getComputedStyle(canvas).imageRendering !== "pixelated";
  context.drawImage(canvas, x, y, canvas.offsetWidth, canvas.offsetHeight);
}

// Write each word where it stands: a text can have several lines.
function copyText(context, text, root) {
  const element = text.parentElement;
  if (!text.textContent.trim() || element.closest(NOT_SAVED) || !element.getClientRects().length) return;
  const style = getComputedStyle(element);
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.fillStyle = style.color;
  context.textBaseline = "middle";
  const range = document.createRange();
  for (const { 0: word, index } of text.textContent.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const box = range.getBoundingClientRect();
    const [x, y] = cornerIn(box, root);
    context.fillText(word, x, y + box.height / zoomOf(root) / 2);
  }
}

// The corner of a box of the window, in pixels of the picture.
function cornerIn({ left, top }, root) {
  const [frame, zoom] = [root.getBoundingClientRect(), zoomOf(root)];
  return [(left - frame.left) / zoom, (top - frame.top) / zoom];
}
