// The marks on a loss curve where a setting or a weight was changed. A mark that is pointed at, focused or pressed says
// what was changed, and offers to go back to just before it.

import { node } from "./dom.js";
import { grouped } from "./numbers.js";

const MARK = 24; // px, the side of what can be pressed; marks that are closer to each other become one

// Put changes, [step, epoch, text], whose marks would overlap into one group; xOf gives the x of an epoch.
export function gatherChanges(changes, xOf) {
  const groups = [];
  for (const change of changes) {
    const first = groups.at(-1)?.[0];
    if (first && xOf(change[1]) - xOf(first[1]) < MARK) groups.at(-1).push(change);
    else groups.push([change]);
  }
  return groups;
}

export class ChangeMarks {
  // `picture` has a frame, whose changes are shown, and a layout with the box of the curve.
  constructor(picture) {
    this.picture = picture;
    this.key = "[]";
    this.root = node("div", { class: "changes", role: "group", "aria-label": "Changes on the way" });
    this.root.hidden = true;
    this.root.onkeydown = (event) => {
      if (event.key === "Escape") this.root.getRootNode().activeElement?.blur();
    };
  }

  // Place the marks on a curve whose axis ends at the epoch `last`; returns the x of each change.
  place(last) {
    const { frame, layout } = this.picture;
    const { x, y, width } = layout.curve;
    const changes = frame.changes ?? [];
    const xOf = (epoch) => x + (width * epoch) / last;
    const groups = gatherChanges(changes, xOf);
    const key = JSON.stringify(groups);
    if (key !== this.key) this.build(groups);
    this.key = key;
    groups.forEach(([[, epoch]], i) => {
      const mark = this.root.children[i];
      mark.style.left = `${xOf(epoch) - MARK / 2}px`;
      mark.style.top = `${y - MARK / 2}px`;
      mark.classList.toggle("opens-right", xOf(epoch) < layout.width / 2);
    });
    return changes.map(([, epoch]) => xOf(epoch));
  }

  // Build the marks anew. What has the focus keeps it; from a change that was undone it goes to the whole picture.
  build(groups) {
    const { root, picture } = this;
    const focused = root.contains(root.getRootNode().activeElement) && root.getRootNode().activeElement.dataset.name;
    root.hidden = !groups.length;
    root.replaceChildren(...groups.map((group) => this.mark(group)));
    if (!focused) return;
    picture.root.tabIndex = -1;
    (root.querySelector(`[data-name="${focused}"]`) ?? picture.root).focus({ preventScroll: true });
  }

  mark(group) {
    const said = group.map(([, epoch, text]) => `epoch ${grouped(Math.floor(epoch))}: ${text}`);
    const button = node("button", {
      type: "button",
      class: "mark",
      "data-name": `change ${group[0][0]}`,
      "aria-label": `Changed at ${said.join("; ")}`,
    });
    const rows = group.flatMap(([step, epoch, text]) => {
      const back = `Undo: back to epoch ${grouped(Math.floor(epoch))}`;
      return [
        node("p", {}, text),
        node(
          "button",
          {
            type: "button",
            "data-name": `undo change ${step}`,
            "aria-label": `${back}, before: ${text}`,
            title: "Back to just before this change, with the settings of then",
            onclick: () => this.picture.act("undo_change", step),
          },
          back,
        ),
      ];
    });
    return node("div", { class: "change" }, button, node("div", { class: "what" }, ...rows));
  }
}
