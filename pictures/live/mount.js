// Sent with every update, so it is as small as can be: the drawing code comes once (see component.py).
export default function (component) {
  const { parentElement } = component;
  const draw = () => globalThis.network_PICTURE?.(component) ?? null;
  parentElement.pending = draw;
  if (!draw())
    globalThis.addEventListener("network_PICTURE", () => parentElement.pending?.(), { once: true });
  return () => {
    parentElement.pending = null;
    globalThis.network_PICTURE?.remove(parentElement);
  };
}
