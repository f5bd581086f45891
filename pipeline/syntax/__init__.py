"""YAML, TOML and JSON as one tree of values that know their places."""
