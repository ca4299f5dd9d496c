"""The tabs of the browser tests: a tab that a test has left serves the next one, and opens its page in half the time.

A tab's process keeps its compiled scripts and what it has fetched. Nothing else of a page may reach the next test.
"""

from tests.browser.looking import PATIENCE

# As in a new tab of Playwright's, but pictures jump: drawing a glide takes a third of the time of a page that plays.
MEDIA = {"media": "null", "color_scheme": "light", "reduced_motion": "reduce", "forced_colors": "none"}
MOVES = {"reduced_motion": "no-preference"}  # for tests of what moves

# A page that is left would note what it showed, for when it is loaded again.
LEAVE_NOTHING = """() => {
    Storage.prototype.setItem = () => undefined;
    sessionStorage.clear();
}"""


class Tabs:
    """The tabs of a browser, by the options of their contexts: none, or those of a phone."""

    def __init__(self, profile):
        self._profile = profile
        self._contexts = {}  # options -> a context with them
        self._free = {}  # options -> tabs that stand empty

    def new(self, size, options, media=None):
        """Return a new tab of this size that sees these media; it is the caller's to close."""
        page = self._context(options).new_page()
        page.set_viewport_size(size)
        page.emulate_media(**MEDIA | (media or {}))
        page.set_default_timeout(1000 * PATIENCE)
        return page

    def take(self, size, media, options):
        """Return an empty tab of this size that sees these media; it is to be given back."""
        free = self._free.setdefault(_key(options), [])
        page = free.pop() if free else self.new(size, options)
        page.bring_to_front()
        page.set_viewport_size(size)
        page.emulate_media(**MEDIA | media)
        return page

    def give_back(self, page, options, listeners):
        """Empty a tab for the next test, and take these listeners off it. One that its test has closed is forgotten."""
        if page.is_closed():
            return
        for event, listener in listeners.items():
            page.remove_listener(event, listener)
        page.evaluate(LEAVE_NOTHING)
        page.goto("about:blank")
        page.mouse.move(0, 0)
        self._free[_key(options)].append(page)

    def forget(self):
        """Clear what pages have left in the browser."""
        for context in (self._profile, *self._contexts.values()):
            context.clear_cookies()
            browser = context.new_cdp_session(context.pages[0])
            browser.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "local_storage,indexeddb"})
            browser.detach()

    def _context(self, options):
        if not options:
            return self._profile
        key = _key(options)
        if key not in self._contexts:
            self._contexts[key] = self._profile.browser.new_context(**options)
        return self._contexts[key]

    def close(self):
        """Close all contexts but the profile."""
        for context in self._contexts.values():
            context.close()


def _key(options):
    return tuple(sorted(options.items()))
