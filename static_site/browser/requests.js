// Answers what Streamlit's pages ask a server for by HTTP: whether it is there, its settings, uploads and downloads.

const HOST_CONFIG = {
  allowedOrigins: [],
  useExternalAuthToken: false,
  enableCustomParentMessages: false,
  enforceDownloadInNewTab: false,
  metricsUrl: "",
  blockErrorDialogs: false,
  resourceCrossOriginMode: null,
};
const ANSWERS = {
  "/_stcore/health": ["ok", "text/plain"],
  "/_stcore/host-config": [JSON.stringify(HOST_CONFIG), "application/json"],
};
const UPLOAD = /\/_stcore\/upload_file\/([^/]+)\/([^/]+)$/;
const NAME_OF_DOWNLOAD = /^data:[^,]*;name=([^;,]+)/;
const NO_CONTENT = 204; // status of an upload that was kept or removed
const TOO_MANY = 429; // status of one that was not

// Answer what is asked by `fetch`.
export function answerFetches() {
  const fetched = globalThis.fetch.bind(globalThis);
  globalThis.fetch = async (what, how) => {
    const { pathname } = new URL(what?.url ?? what, location.href);
    const known = Object.keys(ANSWERS).find((end) => pathname.endsWith(end));
    if (!known) return fetched(what, how);
    const [body, type] = ANSWERS[known];
    return new Response(body, { headers: { "Content-Type": type } });
  };
}

// Carry uploads, which are sent by XMLHttpRequest, to the worker; `ask(message)` resolves to its answer.
export function takeUploads(ask) {
  const { open, send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    const found = new URL(address, location.href).pathname.match(UPLOAD);
    this.upload_of = found && { method, session: found[1], file: found[2] };
    return open.call(this, method, address, ...rest);
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (!this.upload_of) return send.call(this, body);
    carryOut(this.upload_of, body, ask).then((status) => end(this, status));
  };
}

async function carryOut({ method, ...which }, body, ask) {
  if (method !== "PUT") return (await ask({ kind: "remove", ...which })) ? NO_CONTENT : TOO_MANY;
  const chosen = [...body.values()].find((value) => value instanceof File);
  const data = await chosen.arrayBuffer();
  const isKept = await ask({ kind: "upload", ...which, name: chosen.name, type: chosen.type, data });
  return isKept ? NO_CONTENT : TOO_MANY;
}

function end(request, status) {
  for (const [name, value] of Object.entries({ status, statusText: "", readyState: 4, response: "", responseText: "" }))
    Object.defineProperty(request, name, { value });
  for (const type of ["readystatechange", "load", "loadend"]) {
    const event = new ProgressEvent(type);
    request.dispatchEvent(event);
  }
}

// Give downloads their names: a data: address has no header that could hold one.
export function nameDownloads() {
  const { click } = HTMLAnchorElement.prototype;
  HTMLAnchorElement.prototype.click = function () {
    const name = this.href.match(NAME_OF_DOWNLOAD);
    if (name) this.download = decodeURIComponent(name[1]);
    return click.call(this);
  };
}
