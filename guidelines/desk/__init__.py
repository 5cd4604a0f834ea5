"""Pages that gather from all rooms: home, board, navigation."""
