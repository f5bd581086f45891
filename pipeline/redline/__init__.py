"""Two versions of a book become one that shows what changed: aligned, marked, and listed."""
