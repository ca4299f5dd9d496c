"""Files that a page shows or offers, as addresses that hold the files themselves: there is nobody to ask for them."""

import base64
from urllib.parse import quote

from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage


class DataAddresses(MemoryMediaFileStorage):
    """Gives each file a data: address; the name of a download is a parameter of its type."""

    def get_url(self, file_id: str) -> str:
        """Return the address of a file. Raises MediaFileStorageError if there is none."""
        file = self.get_file(file_id)
        name = f";name={quote(file.filename, safe='')}" if file.filename else ""
        return f"data:{file.mimetype}{name};base64,{base64.b64encode(file.content).decode()}"
