"""Bytes in, a Book with unresolved shortcodes out."""
