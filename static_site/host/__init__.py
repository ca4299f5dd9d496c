"""What runs in a browser's worker in place of a server: Streamlit's own Runtime, with messages instead of sockets."""
