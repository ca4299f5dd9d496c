// What the line above the tiles says of a class.

const COUNTED = { reached: "reached the goal", diverged: "diverged", left: "left" };

// Return the line for the members that have a tile, of `count` in all.
export function headlineOf(members, count) {
  if (!count) return "No networks yet";
  const parts = [members.length < count ? `${members.length} of ${count} networks` : `${count} networks`];
  const add = (number, text) => number && parts.push(`${number} ${text}`);
  // Who has left is not waited for.
  add(members.filter(({ has_begun: begun, states }) => !begun && !states.includes("left")).length, "not begun");
  for (const [name, text] of Object.entries(COUNTED))
    add(members.filter(({ states }) => states.includes(name)).length, text);
  return parts.join(" · ").replace(/^1 networks/, "1 network");
}
