// Says what is shown: to screen readers, in data attributes that tests read, and in what stands around the diagram.

import { showGoal } from "../live/goal.js";
import { lastEpoch } from "../live/loss_curve.js";
import { digits, perCent } from "../live/numbers.js";

export function describe(picture) {
  const { frame, root, layout, probabilities: p, scrubber } = picture;
  const [train, test, , accuracy] = frame.scores;
  const answer = frame.classes[p.indexOf(Math.max(...p))];
  Object.assign(root.dataset, {
    epoch: frame.epoch,
    step: frame.step,
    state: frame.state,
    trainLoss: train,
    testLoss: test,
    testAccuracy: accuracy ?? "",
    answer,
  });
  const state = frame.state === "past" ? "looking back" : frame.state;
  const share = accuracy === null ? "" : `, test accuracy ${perCent(accuracy)}`;
  const scores = `train loss ${digits(train)}, test loss ${digits(test)}${share}`;
  const says = `${picture.input.text()}: the network says ${answer}, ${perCent(Math.max(...p))}`;
  const text = `${state[0].toUpperCase()}${state.slice(1)}, epoch ${frame.epoch}, step ${frame.step}: ${scores}. ${says}`;
  picture.announcer.announce(frame.state, text);
  const name = `Diagram of the network. ${says}. Walk with the arrow keys${picture.isLocked ? "" : "; Enter opens a kernel"}.`;
  picture.area.setAttribute("aria-label", name);
  picture.showMessage(picture.message, frame.message);
  showGoal(picture);
  scrubber.receive(frame);
  if (layout) scrubber.setWidth(layout.curve.width, frame.newest / lastEpoch(frame));
  const tests = frame.scored[1];
  picture.scores.update(picture, tests ? `of ${tests} test images` : "no test images");
}
