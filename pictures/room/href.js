// The link that opens the network of a member of a class.

import { fromHalf, weightsText } from "../live/half.js";

// The whole address of a network, as link_of in ui/rooms/reading.py makes it: of what a Frame has of a member, and the
// bytes of its weights.
export function hrefOf({ link, opens }, { step }, bytes) {
  if (!link || opens === "link") return link;
  const more = opens === "weights" ? `weights=${weightsText(fromHalf(bytes))}` : step ? `at_step=${step}` : "";
  return more ? `${link}${link.includes("?") ? "&" : "?"}${more}` : link;
}
