"""What sentences say, beside each other and beside the tables (文字)."""
