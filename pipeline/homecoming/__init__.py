"""Comments come home: what others wrote into a copy of the book, found again at the manuscript's own words."""
