// Work that does not hold up the page: a generator takes its steps between animation frames.

const SLICE = 12; // ms of work in an animation frame; the picture itself needs some of the 50 ms that a frame may take

export class Slices {
  // Take all steps of a generator, and then call done.
  run(steps, done) {
    const end = performance.now() + SLICE;
    while (!steps.next().done)
      if (performance.now() > end && !document.hidden) {
        this.request = requestAnimationFrame(() => this.run(steps, done));
        return;
      }
    done();
  }

  cancel() {
    cancelAnimationFrame(this.request);
  }
}
