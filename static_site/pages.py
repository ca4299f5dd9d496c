"""The pages of the site: for each of the app's a folder with an index.html, all of which load the same program."""

import re
import shutil
from pathlib import Path

from static_site import packages
from ui.server import preload

ICON = "favicon.png"
INLINE = tuple(packages.ROOT / "static_site" / "browser" / name for name in ("guard.js", "early.js"))  # in each page
STYLE = "loading.css"  # of what a page shows while it loads
TITLE = "Neural network playground"
LOADING = f"""<div id="loading" role="status">
      <h1>{TITLE}</h1>
      <progress max="1" value="0" aria-label="Loading"></progress>
      <p>Loading</p>
      <small></small>
      <noscript><p>This page needs JavaScript: allow it for this site, and load the page again.</p></noscript>
      <div id="first" inert aria-hidden="true"></div>
    </div>"""
NOT_FOUND = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>No such page · {TITLE}</title>
<link rel="icon" href="data:,">
<style>
  :root {{ color-scheme: light dark }}
  body {{ margin: 0; font: 17px/1.6 system-ui, sans-serif }}
  main {{ max-width: 36rem; margin: 12vh auto 0; padding: 0 20px }}
  h1 {{ font-size: 1.6rem; line-height: 1.3 }}
  a {{ display: inline-block; min-height: 24px }}
</style>
</head>
<body>
<main>
<h1>There is no page at this address</h1>
<p>The link may have been cut or changed on its way.</p>
<p><a href="./">{TITLE}</a></p>
</main>
<script>
// The site may lie at any path. Of the folders above this address it is the one with its service worker.
(async () => {{
  const names = location.pathname.split("/");
  for (let count = names.length - 1; count > 0; count--) {{
    const folder = `${{names.slice(0, count).join("/")}}/`;
    const answer = await fetch(`${{folder}}service_worker.js`, {{ method: "HEAD" }}).catch(() => null);
    if (answer?.ok) {{
      document.querySelector("a").href = folder;
      return;
    }}
  }}
}})();
</script>
</body>
</html>
"""


def names() -> list[str]:
    """Return the paths of all pages, "" of the first one."""
    return ["", *sorted(path.stem for path in (packages.ROOT / "pages").glob("*/*.py") if path.stem != "playground")]


def index(streamlit: str, depth: int) -> str:
    """Return a page that lies in so many folders, made from Streamlit's own index.html.

    Raises ValueError if that is not as expected.
    """
    text = re.sub(r"<!--.*?-->\s*", "", streamlit, flags=re.DOTALL)
    text = _replaced(text, r'<link rel="service-desc"[^>]*>\s*', "")
    text = _replaced(text, r"<noscript>.*?</noscript>\s*", "")
    text = _replaced(text, r"<title>.*?</title>", f"<title>{TITLE}</title>")
    style = f'<link rel="stylesheet" href="./browser/{STYLE}">\n    '
    first = "".join(f"<script>\n{path.read_text(encoding='utf-8')}</script>\n    " for path in INLINE)
    start = '<script type="module" src="./browser/start.js"></script>\n    '
    text = _replaced(text, r"(?<=<head>)\s*", f"\n    {first}")  # a script waits for the styles that stand before it
    text = _replaced(text, r'(?=<script type="module")', style + start)
    text = _replaced(text, "(?=</head>)", preload.links())
    text = _replaced(text, r'(?=<div id="root">)', f"{LOADING}\n    ")
    return text.replace('"./', '"' + ("../" * depth or "./"))


def _replaced(text: str, pattern: str, by: str) -> str:
    changed, count = re.subn(pattern, lambda match: by, text, count=1, flags=re.DOTALL)
    if not count:
        raise ValueError(f"Streamlit's index.html has nothing like {pattern} any more")
    return changed


def write(folder: Path, source: Path) -> None:
    """Write all pages, from the folder of Streamlit's own."""
    streamlit = (source / "index.html").read_text(encoding="utf-8")
    for name in names():
        page = folder / name / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(index(streamlit, name.count("/") + bool(name)), encoding="utf-8")
        shutil.copy(source / ICON, page.parent)  # Streamlit's script asks for it beside the page
    (folder / "404.html").write_text(NOT_FOUND, encoding="utf-8")
