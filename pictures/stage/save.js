// The whole Stage as a PNG file: the canvases, and the text that lies above them as HTML.

import { css } from "../live/colours.js";
import { node, zoomOf } from "../live/dom.js";

const NOT_SAVED = "button:not(.feature), .shows, .bar, option"; // controls have no use in a file

export function savePicture(stage) {
  const { still, root, colours } = stage;
  const file = document.createElement("canvas");
  [file.width, file.height] = [still.width, still.height];
  const context = file.getContext("2d");
  context.fillStyle = css(colours.background);
  context.fillRect(0, 0, file.width, file.height);
  const ratio = still.width / root.clientWidth;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.imageSmoothingQuality = "high";
  for (const canvas of root.querySelectorAll("canvas:not([hidden])")) copyCanvas(context, canvas);
  const texts = document.createTreeWalker(stage.labels, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) copyText(context, texts.currentNode, root);
  file.toBlob((blob) => {
    const link = node("a", { href: URL.createObjectURL(blob), download: `network-epoch-${stage.frame.epoch}.png` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000); // ms, time enough to start the download
  });
}

function copyCanvas(context, canvas) {
  context.imageSmoothingEnabled = canvas.style.imageRendering !== "pixelated";
  context.drawImage(canvas, canvas.offsetLeft, canvas.offsetTop, canvas.offsetWidth, canvas.offsetHeight);
}

function copyText(context, text, root) {
  const range = document.createRange();
  range.selectNodeContents(text);
  const [box, frame, zoom] = [range.getBoundingClientRect(), root.getBoundingClientRect(), zoomOf(root)];
  const element = text.parentElement;
  if (!box.width || element.closest(NOT_SAVED)) return;
  const style = getComputedStyle(element);
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.fillStyle = style.color;
  context.textBaseline = "middle";
  context.fillText(text.textContent, (box.left - frame.left) / zoom, (box.top - frame.top + box.height / 2) / zoom);
}
