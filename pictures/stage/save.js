// The whole Stage as a PNG file: the canvas, and the text that lies above it as HTML.

import { css } from "../live/colours.js";
import { node, zoomOf } from "../live/dom.js";

const NOT_SAVED = "button:not(.feature), .shows, .bar, option"; // controls have no use in a file

export function savePicture(stage) {
  const { canvas, root, colours } = stage;
  const file = document.createElement("canvas");
  [file.width, file.height] = [canvas.width, canvas.height];
  const context = file.getContext("2d");
  context.fillStyle = css(colours.background);
  context.fillRect(0, 0, file.width, file.height);
  context.drawImage(canvas, 0, 0);
  const ratio = canvas.width / root.clientWidth;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const texts = document.createTreeWalker(stage.labels, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) copyText(context, texts.currentNode, root);
  file.toBlob((blob) => {
    const link = node("a", { href: URL.createObjectURL(blob), download: `network-epoch-${stage.frame.epoch}.png` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000); // ms, time enough to start the download
  });
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
