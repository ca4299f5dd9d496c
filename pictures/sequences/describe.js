// Says what is shown: to screen readers, in data attributes that tests read, and in what stands around the rows.

import { showGoal } from "../live/goal.js";
import { lastEpoch } from "../live/loss_curve.js";
import { digits, perCent } from "../live/numbers.js";

export function describe(picture) {
  const { frame, root, layout, scrubber } = picture;
  const [train, test, , accuracy] = frame.scores;
  Object.assign(root.dataset, {
    epoch: frame.epoch,
    step: frame.step,
    state: frame.state,
    trainLoss: train,
    testLoss: test,
    testAccuracy: accuracy ?? "",
    unit: frame.unit ?? "",
    moment: frame.moment ?? "",
    moments: layout?.moments ?? "",
  });
  const state = frame.state === "past" ? "looking back" : frame.state;
  const share = accuracy === null ? "" : `, test accuracy ${perCent(accuracy)}`;
  const scores = `train loss ${digits(train)}, test loss ${digits(test)}${share}`;
  const text = `${state[0].toUpperCase()}${state.slice(1)}, epoch ${frame.epoch}, step ${frame.step}: ${scores}.`;
  picture.announcer.announce(frame.state, text);
  picture.area.setAttribute("aria-label", areaName(picture));
  picture.showMessage(picture.message, frame.message);
  showGoal(picture);
  scrubber.receive(frame);
  if (layout) scrubber.setWidth(layout.curve.width, frame.newest / lastEpoch(frame));
  picture.scores.update(picture, scoredOf(frame));
  picture.scores.rows.at(-1).hidden = frame.is_number;
}

function scoredOf({ scored, determined }) {
  const [, tests] = scored;
  if (!tests) return "no test sequences";
  return `of ${tests} test sequences. Counted: ${determined}`;
}

function areaName({ frame, card }) {
  if (!frame.waves.length) return "No sequence yet.";
  const said = (frame.explained ?? []).map(([formula, numbers]) => `${formula}: ${numbers}`).join(". ");
  return `${frame.title}. ${card.text()}. ${said}. Walk with the arrow keys: left and right in time, up and down through units.`;
}
