// Keeps all files of this build in the browser: a later visit needs no network. The build writes its number and the
// list of its files, with what each has been made of, in place of the two constants.

const BUILD = "0";
const FILES = {}; // path -> a hash of the content

const NAME = `playground-${BUILD}`;
const root = new URL("./", location.href).href;
const ENTRY = "index.html";
const NOT_FOUND = "404.html";
const OF_EARLIER_BUILDS = "unpacked"; // what they kept here is kept in files now
const FOLDERS_OF_SCRIPTS = ["browser", "python", "static/js"];

const isOurs = (name) => name.startsWith("playground-");

// The path of a file of this build that answers a request, or null for what is not ours.
function pathOf(request) {
  const address = new URL(request.url);
  if (request.method !== "GET" || !address.href.startsWith(root)) return null;
  const path = address.pathname.slice(new URL(root).pathname.length);
  if (path in FILES) return path;
  const folder = path.replace(/\/$/, "");
  const entry = folder ? `${folder}/${ENTRY}` : ENTRY;
  if (entry in FILES) return entry;
  return request.mode === "navigate" ? NOT_FOUND : null;
}

// Fetch a file. Some hosts lead the name of an entry to its folder; a browser takes no page that was led. All else stays
// as it came, so that it goes into a cache without passing through the memory of this program.
async function fetched(path) {
  const asked = root + path.replace(/(^|\/)index\.html$/, "$1");
  const response = await fetch(asked, { cache: "no-cache" }); // is what the browser has still true?
  const { redirected, status, body, headers } = response;
  return redirected ? new Response(body, { status, headers }) : response;
}

// Fetch a file and keep it. Throws an Error if it is missing, or if there is no room for it.
async function keep(cache, path) {
  const response = await fetched(path);
  if (!response.ok && path !== NOT_FOUND) throw new Error(`${path} is missing: the server says ${response.status}`);
  await cache.put(root + path, response);
}

// Copy what has not changed since an earlier build.
async function copyUnchanged(cache) {
  for (const name of (await caches.keys()).filter((each) => isOurs(each) && each !== NAME)) {
    const before = await caches.open(name);
    const list = await before.match(`${root}files.json`);
    const known = list ? await list.json() : {};
    for (const [path, hash] of Object.entries(FILES))
      if (known[path] === hash && !(await cache.match(root + path))) {
        const same = await before.match(root + path);
        if (same) await cache.put(root + path, same);
      }
  }
}

async function keepAll() {
  const cache = await caches.open(NAME);
  await cache.put(`${root}files.json`, new Response(JSON.stringify(FILES)));
  for (const path of Object.keys(FILES)) if (!(await cache.match(root + path))) await keep(cache, path);
}

// Have scripts answered from the cache where the browser can: sooner, since this program need not be started for it.
// What is not in the cache comes from the network.
async function answerWithoutMe(event) {
  const { pathname } = new URL(root);
  for (const folder of FOLDERS_OF_SCRIPTS)
    await event.addRoutes?.({
      condition: { urlPattern: new URLPattern({ pathname: `${pathname}${folder}/*.js` }), requestMethod: "get" },
      source: { cacheName: NAME },
    });
}

// The first build takes over at once. A later one first gets all its files, and begins once no page is open any more
// that has begun with the one before.
addEventListener("install", (event) => {
  const install = async () => {
    const isFirst = !(await caches.keys()).some((name) => isOurs(name) && name !== NAME);
    const cache = await caches.open(NAME);
    await cache.put(`${root}files.json`, new Response(JSON.stringify(FILES)));
    await answerWithoutMe(event);
    if (isFirst) return skipWaiting();
    await copyUnchanged(cache);
    await keepAll();
  };
  event.waitUntil(install());
});

addEventListener("activate", (event) => {
  const activate = async () => {
    for (const name of await caches.keys())
      if ((isOurs(name) && name !== NAME) || name === OF_EARLIER_BUILDS) await caches.delete(name);
    await clients.claim();
  };
  event.waitUntil(activate());
});

addEventListener("message", (event) => {
  if (event.data === "keep") event.waitUntil(keepAll());
});

addEventListener("fetch", (event) => {
  const path = pathOf(event.request);
  if (path === null) return;
  const address = new URL(event.request.url);
  if (path.endsWith(`/${ENTRY}`) && !address.pathname.endsWith("/")) {
    if (address.pathname.endsWith(ENTRY)) return;
    address.pathname += "/"; // as a server does, so that the page finds its files
    event.respondWith(Response.redirect(address.href));
    return;
  }
  const answer = async () => {
    const cache = await caches.open(NAME);
    const kept = await cache.match(root + path);
    if (!kept) {
      const response = await fetched(path);
      // The page gets it, whether there is room to keep it or not.
      if (response.ok) event.waitUntil(cache.put(root + path, response.clone()).catch(() => undefined));
      return response;
    }
    return path === NOT_FOUND ? new Response(kept.body, { status: 404, headers: kept.headers }) : kept;
  };
  event.respondWith(answer());
});
