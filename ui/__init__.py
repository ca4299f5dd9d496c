"""What the pages share: controls, the player, the address bar, and the Stage."""
