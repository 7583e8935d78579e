"""What tables print, each by itself and one beside the other (表)."""
