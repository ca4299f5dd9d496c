// The gradient of the loss over all training points: the server computes it only while a card or the editor shows it.

import { signed } from "../live/numbers.js";

const KEEP_FOR = 3000; // ms that it is still sent after the last look: the next one is often near

// Ask for the gradient while it is looked at.
export function requestGradient(stage) {
  const looks = Boolean(stage.hover?.edge || stage.editing);
  clearTimeout(stage.gradientTimer);
  const { token } = stage.frame;
  if (looks === (stage.asksGradient === token)) return;
  const ask = () => {
    stage.asksGradient = looks ? token : null; // another server does not know that it was asked
    stage.act("gradient", looks, true);
  };
  if (looks) ask();
  else stage.gradientTimer = setTimeout(ask, KEEP_FOR);
}

// The derivative by one weight, or … until the server has sent it.
export const derivativeText = ({ gradient }, index) => (gradient.length ? signed(gradient[index], 4) : "…");
