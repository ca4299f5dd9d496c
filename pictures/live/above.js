// What a task puts above a picture: its text and question, which the page shows, and the line of the goal. The picture is
// lower by as much, so that it stays on the first screen.

const TASK_BOX = ".st-key-task:not(.st-key-lesson *)"; // a setting of the course has this key too
const PAGE_BLOCK = ".stMainBlockContainer > .stVerticalBlock";
const BELOW_TASK = 11; // px between the task and what follows it

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
    const task = document.querySelector(TASK_BOX)?.offsetHeight ?? 0;
    this.seen = this.goal.offsetHeight + task;
    return this.goal.offsetHeight + (task && task + BELOW_TASK);
  }

  remove() {
    this.observer.disconnect();
  }
}
