"""The app as static files: Python runs in the visitor's own browser, by Pyodide. `make static` builds them."""
