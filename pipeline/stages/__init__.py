"""Book in, Book out: one file for each row of the plan, with the same name."""
