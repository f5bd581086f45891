"""Book and Edition in, bytes out."""
