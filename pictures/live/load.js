// Loads a picture's code as a file, which a browser keeps. ADDRESS stands for the file's address below the app's. Where
// the file does not come, as behind a proxy that does not pass it, the page is asked to send the code itself.
const loading = import(new URL("ADDRESS", document.baseURI).href).catch(() => null);
export default function (component) {
  loading.then((module) => {
    if (module?.default) module.default(component);
    else component.setTriggerValue("missing", true);
  });
}
