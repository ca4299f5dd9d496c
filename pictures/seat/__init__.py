"""What a browser keeps of a room: the seat of a guest, or the key of a teacher."""
