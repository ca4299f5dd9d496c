// The line: a WebSocket on which the server sends Frames to one live picture, see ui/server/line.py. Each Frame is
// acknowledged; a hidden page acknowledges none, so that the server stops until it is looked at again. Nor does a page
// that is still drawing its controls: a picture that moves would hold them up.

import { controlsArePending } from "./dom.js";
import { unpack } from "./frames.js";

const FIRST_PAUSE = 250; // ms until a lost line is opened again; then twice as long each time
const LONGEST_PAUSE = 20000; // ms
const LONGEST_OPENING = 5000; // ms that its first opening is waited for before another way is taken
const LONGEST_HOLD = 3000; // ms after its opening in which a picture rests for the sake of the page's controls
const TRY_AGAIN_AFTER = 50; // ms after which it looks whether they are there
const REFUSED = 1008; // the code of a line that the server has closed on purpose

// The address of the line: the server's, whichever page below it is open. Streamlit's own script comes from there.
function address() {
  const script = document.querySelector('script[src*="/static/js/"]');
  const base = script ? script.src.slice(0, script.src.indexOf("/static/js/")) : location.origin;
  return `${base.replace(/^http/, "ws")}/live`;
}

export class Line {
  // onFrame gets each Frame, unpacked; onChange is called when the line opens and when it closes.
  constructor(onFrame, onChange) {
    this.onFrame = onFrame;
    this.onChange = onChange;
    this.token = null; // of the session that the line belongs to
    this.isAccepted = false;
    this.roundTrip = 0; // ms from the request for a session to its first Frame
    this.openingUntil = 0; // until when its first opening is waited for
    this.lostAt = null; // when it was lost, by performance.now; null while it is open or never was
    this.unacknowledged = null; // the number of a Frame that has not been acknowledged
    this.heldUntil = 0; // when a picture no longer rests for the sake of the page's controls
    this.onVisibility = () => this.acknowledge();
    document.addEventListener("visibilitychange", this.onVisibility);
  }

  // Open the line of a session, if it is not open already.
  connect(token, picture) {
    if (token === this.token) return;
    this.disconnect();
    this.token = token;
    this.picture = picture;
    this.pause = FIRST_PAUSE;
    this.heldUntil = performance.now() + LONGEST_HOLD;
    this.openingUntil = performance.now() + LONGEST_OPENING;
    this.open();
  }

  // A socket that is closing takes nothing more, before its end is reported.
  get isOpen() {
    return this.isAccepted && this.socket.readyState === WebSocket.OPEN;
  }

  // Whether it is about to open for the first time.
  get isOpening() {
    return !this.isAccepted && performance.now() < this.openingUntil;
  }

  open() {
    const socket = new WebSocket(address());
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.askedAt = performance.now();
      if (socket.readyState !== WebSocket.OPEN) return; // it was opened and closed at once
      socket.send(JSON.stringify({ token: this.token, picture: this.picture }));
    };
    socket.onmessage = ({ data }) => this.receive(new Uint8Array(data));
    socket.onclose = ({ code }) => this.onClose(code);
  }

  receive(data) {
    if (!this.isAccepted) {
      this.isAccepted = true;
      this.roundTrip = performance.now() - this.askedAt;
      this.pause = FIRST_PAUSE;
      this.lostAt = null;
      this.last = null;
      this.onChange();
    }
    this.last = unpack(data, this.last);
    this.unacknowledged = this.last.header.beat;
    try {
      this.onFrame(this.last);
    } finally {
      this.acknowledge();
    }
  }

  acknowledge() {
    clearTimeout(this.holdTimer);
    if (this.unacknowledged === null || document.hidden || !this.isOpen) return;
    if (performance.now() < this.heldUntil && controlsArePending()) {
      this.holdTimer = setTimeout(() => this.acknowledge(), TRY_AGAIN_AFTER);
      return;
    }
    this.socket.send(JSON.stringify({ ack: this.unacknowledged }));
    this.unacknowledged = null;
  }

  // Send what the visitor does to the picture.
  act(kind, value) {
    this.socket.send(JSON.stringify({ act: kind, value }));
  }

  onClose(code) {
    if (this.isAccepted) this.lostAt = performance.now();
    this.isAccepted = false;
    this.openingUntil = 0;
    this.unacknowledged = null;
    this.onChange();
    if (code === REFUSED) return; // until there is another token
    this.timer = setTimeout(() => this.open(), this.pause);
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
  }

  disconnect() {
    clearTimeout(this.timer);
    clearTimeout(this.holdTimer);
    this.isAccepted = false;
    this.openingUntil = 0;
    this.token = null;
    if (!this.socket) return;
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
    this.socket = null;
  }

  remove() {
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.disconnect();
  }
}
