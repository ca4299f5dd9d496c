// Mounts a picture. This module is sent with every update, so it is small: the picture's code is sent once (see
// ui/widgets/live.py). PICTURE stands for the picture's name.
export default function (component) {
  const { parentElement } = component;
  const show = () => globalThis.network_PICTURE?.(component) ?? null;
  parentElement.pending = show;
  if (!show()) globalThis.addEventListener("network_PICTURE", () => parentElement.pending?.(), { once: true });
  return () => {
    parentElement.pending = null;
    globalThis.network_PICTURE?.remove(parentElement);
  };
}
