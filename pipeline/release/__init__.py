"""What is asked of a book before it goes to readers: validators, own checks, the ids of the last release."""
