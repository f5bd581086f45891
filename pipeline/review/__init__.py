"""The copy editor's eye: what it sees in a book, each finding with its place, a reason and a suggestion."""
