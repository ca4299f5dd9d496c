// What a task puts above a picture: its text and question, which the page shows, and the line of the goal; and the line
// that says in which room the visitor is. The picture is lower by as much, so that it stays on the first screen.

const BOXES = ":is(.st-key-task, .st-key-in_room):not(.st-key-lesson *)"; // a setting of the course has such a key too
const PAGE_BLOCK = ".stMainBlockContainer > .stVerticalBlock";
const BELOW_BOX = 11; // px between a box and what follows it

export class Above {
  // `goal` is the element of the goal; onChange is called when the height of what stands above has changed.
  constructor(goal, onChange) {
    this.goal = goal;
    this.seen = 0;
    this.observer = new ResizeObserver(() => {
      const before = this.seen;
      this.height();
      if (this.seen !== before) onChange();
    });
    for (const element of [goal, document.querySelector(PAGE_BLOCK)]) if (element) this.observer.observe(element);
  }

  // The height in pixels of a picture that is not zoomed.
  height() {
    const heights = [...document.querySelectorAll(BOXES)].map(({ offsetHeight }) => offsetHeight).filter(Boolean);
    this.seen = heights.reduce((sum, each) => sum + each + BELOW_BOX, this.goal.offsetHeight);
    return this.seen;
  }

  remove() {
    this.observer.disconnect();
  }
}
