"""Wrong figures bound by templates, and whether `reportgen templates check` tells them."""
