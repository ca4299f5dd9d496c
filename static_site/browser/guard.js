// Stands in each page itself, so that it is there when nothing else is: says what keeps the other scripts from running.
// It is written for old browsers, too.

(() => {
  const said = []; // what comes first is the cause of the rest
  const write = () => {
    const line = document.querySelector("#loading p");
    if (line === null || line.getAttribute("role") !== null) return; // the app is there, or more has been said
    line.textContent = said[0];
    line.setAttribute("role", "alert");
    document.querySelector("#loading progress").hidden = true;
  };
  const say = (text) => {
    said.push(text);
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", write);
    else write();
  };

  if (location.protocol === "file:")
    say("Opened as a file this site cannot run. Put it on a web space, or serve it: python -m http.server");
  else if (!("noModule" in document.createElement("script")))
    say("This browser is too old. Use Chrome, Edge, Firefox or Safari of the last two years.");

  // That a script has not come is told to its element only; that it is cut, to all.
  const isLost = ({ target, error }) =>
    target === window ? error instanceof SyntaxError : target.tagName === "SCRIPT";
  const nameOf = ({ target, filename }) => new URL(target.src || filename).pathname.split("/").pop();
  const takeError = (event) => {
    if (isLost(event)) say(`${nameOf(event)} is missing or cut. Check the connection, and load the page again.`);
  };
  addEventListener("error", takeError, true);
})();
