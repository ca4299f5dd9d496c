"""Where things are on a page: what is cut at its edges, and which controls lie upon each other."""

# Everything that can be pressed or read, in shadow trees too, as [name, box, element]. What can be scrolled into sight
# within its own row, and what is only for screen readers, is left out.
BOXES = """() => {
    const PRESSED = "button, a[href], input:not([type=range]), select, textarea, [role=slider], [role=radio]";
    const found = [];
    const scrolls = (e) => {
        for (let p = e.parentElement ?? e.getRootNode().host; p; p = p.parentElement ?? p.getRootNode().host)
            if (p.scrollWidth > p.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(p).overflowX)) return true;
        return false;
    };
    const look = (root) => {
        for (const e of root.querySelectorAll("*")) {
            if (e.shadowRoot) look(e.shadowRoot);
            const text = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
            const isPressed = e.matches(PRESSED) && !e.closest("[data-testid=sketch]"); // its handles move
            if (!(isPressed || text) || !e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
            if (e.matches("style, script, [aria-hidden=true], .katex *, p a, option")) continue;
            const b = e.getBoundingClientRect();
            if (b.width <= 2 || b.height <= 2 || scrolls(e)) continue;
            const name = (e.ariaLabel || e.textContent || e.labels?.[0]?.textContent || e.tagName).trim().slice(0, 40);
            found.push([name, b.left, b.top, b.right, b.bottom, isPressed, e]);
        }
    };
    look(document.querySelector("[data-testid=stMain]"));
    return found;
}"""  # noqa: E501

# Names of what is cut by the left or the right edge of the window, and pairs of controls that overlap.
FAULTS = f"""() => {{
    const found = ({BOXES})();
    const faults = [];
    for (const [name, left, , right] of found)
        if (left < -1 || right > innerWidth + 1) faults.push(`${{name}}: cut, ${{Math.round(left)}} to ${{Math.round(right)}}`);
    const pressed = found.filter(([, , , , , isPressed]) => isPressed);
    pressed.forEach(([name, left, top, right, bottom, , e], i) => {{
        for (const [other, l, t, r, b, , o] of pressed.slice(i + 1)) {{
            if (e.contains(o) || o.contains(e) || e.closest("label")?.contains(o)) continue;
            const [wide, high] = [Math.min(right, r) - Math.max(left, l), Math.min(bottom, b) - Math.max(top, t)];
            if (wide > 3 && high > 3) faults.push(`${{name}} and ${{other}} overlap by ${{Math.round(wide)}} x ${{Math.round(high)}}`);
        }}
    }});
    return faults;
}}"""  # noqa: E501

# Where the picture of a name ends, in pixels of the window.
BOTTOM = """(name) => {
    const find = (root) => {
        for (const e of root.querySelectorAll("*")) {
            if (e.dataset?.testid === name) return e;
            const found = e.shadowRoot && find(e.shadowRoot);
            if (found) return found;
        }
    };
    return find(document).getBoundingClientRect().bottom;
}"""
