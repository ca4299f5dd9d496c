// Sent with every update, so it is as small as can be: the drawing code comes once (see stage.py).
export default function (component) {
  const { parentElement } = component;
  const draw = () => globalThis.networkStage?.(component) ?? null;
  parentElement.pending = draw;
  if (!draw())
    globalThis.addEventListener("network-stage", () => parentElement.pending?.(), { once: true });
  return () => {
    parentElement.pending = null;
    globalThis.networkStage?.remove(parentElement);
  };
}
