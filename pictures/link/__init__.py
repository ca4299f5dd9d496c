"""The QR code of a link, and the button that copies it: in the Share dialog."""
