// Stands in place of the WebSockets to a server: the page's own, and those of the live pictures. Both end in the worker.

const KINDS = { "/_stcore/stream": "stream", "/live": "live" }; // by the end of their path
const SESSION = 2; // place of the session among the protocols of the page's socket
const GOOD_END = 1000; // code of a socket that was closed as it should be, of RFC 6455
const { CONNECTING, OPEN, CLOSED } = WebSocket;

let last = 0;

class Socket extends EventTarget {
  constructor(address, protocols, kind, { toWorker, fromWorker }) {
    super();
    this.url = String(address);
    this.protocol = protocols[0] ?? "";
    this.extensions = "";
    this.binaryType = "arraybuffer";
    this.bufferedAmount = 0;
    this.readyState = CONNECTING;
    last += 1;
    this.number = last;
    this.toWorker = toWorker;
    this.fromWorker = fromWorker;
    fromWorker(this.number, (message) => this.take(message));
    toWorker({ kind, socket: this.number, session: protocols[SESSION] });
    // The page need not know that there is nobody yet: what it says waits in the worker.
    if (kind === "stream") queueMicrotask(() => this.take({ open: true }));
  }

  take({ open, data, closed }) {
    if (open && this.readyState === CONNECTING) {
      this.readyState = OPEN;
      this.tell(new Event("open"));
    } else if (data) this.tell(new MessageEvent("message", { data }));
    else if (closed && this.readyState !== CLOSED) this.end(closed);
  }

  tell(event) {
    this[`on${event.type}`]?.(event);
    this.dispatchEvent(event);
  }

  send(data) {
    const isText = typeof data === "string";
    const bytes = isText || new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength).slice();
    this.toWorker({ kind: "say", socket: this.number, data: isText ? data : bytes.buffer });
  }

  close() {
    if (this.readyState > OPEN) return;
    this.toWorker({ kind: "close", socket: this.number });
    this.end(GOOD_END);
  }

  end(code) {
    this.readyState = CLOSED;
    this.fromWorker(this.number, null);
    this.tell(new CloseEvent("close", { code, wasClean: true }));
  }
}

// Return WebSocket, but the sockets to the server end in a worker. `toWorker` sends a message to it;
// `fromWorker(number, function)` has the function called with every message for a socket.
export function withoutServer(Native, worker) {
  return new Proxy(Native, {
    construct(target, [address, protocols = []]) {
      const { pathname } = new URL(address, location.href);
      const end = Object.keys(KINDS).find((each) => pathname.endsWith(each));
      return end ? new Socket(address, protocols, KINDS[end], worker) : new target(address, protocols);
    },
  });
}
