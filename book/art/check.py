#!/usr/bin/env python3
"""Check the sources of the sample book: front matter, shortcodes, files, notes.

python book/art/check.py
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
PAIRED = {"details", "hint", "columns", "tabs", "tab", "button"}
errors: list[str] = []


def split(text: str) -> tuple[dict, str]:
    if text.startswith("---"):
        _, head, body = text.split("---\n", 2)
        return yaml.safe_load(head), body
    if text.startswith("+++"):
        _, head, body = text.split("+++\n", 2)
        return tomllib.loads(head), body
    end = text.index("\n}\n") + 3
    return json.loads(text[:end]), text[end:]


def find(src: str) -> Path | None:
    src = src.lstrip("/")
    for old, new in config["aliases"].items():
        if src.startswith(old + "/"):
            src = new + src[len(old) :]
    return next((p for p in (ROOT / src, ROOT / "static" / src) if p.is_file()), None)


config = yaml.safe_load((ROOT / "book.yaml").read_text(encoding="utf-8"))
listed: list[str] = [*config["chapters"]["front"], *config["chapters"]["back"]]
for group in config["chapters"]["body"]:
    listed += group["chapters"]
listed_files = {p for pattern in listed for p in ROOT.glob(pattern)}
on_disk = {p for d in ("front", "chapters", "back") for p in (ROOT / d).glob("*.md")}
for p in listed_files ^ on_disk:
    errors.append(f"{p.name}: listed and on disk do not agree")

for path in sorted(on_disk):
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT)
    meta, body = split(text)
    heading = re.search(r"^# (.+?)(?: \{#.*\})?$", body, re.M)
    title = re.sub(r"^\d+ - ", "", meta["title"])
    if heading and heading.group(1) != title:
        errors.append(f"{name}: heading differs from title")
    if "image" in meta and not find(meta["image"]):
        errors.append(f"{name}: no image {meta['image']}")
    live = re.sub(r"\{\{[<%]/\*.*?\*/[%>]\}\}", "", body)
    stack: list[str] = []
    for m in re.finditer(r"\{\{([<%])\s*(/?)\s*([\w-]+)(.*?)([%>])\}\}", live, re.S):
        opening, slash, word, args, closing = m.groups()
        if (opening, closing) not in {("<", ">"), ("%", "%")}:
            errors.append(f"{name}: mixed delimiters in {m.group(0)}")
        if slash:
            if not stack or stack.pop() != opening + word:
                errors.append(f"{name}: unbalanced /{word}")
        elif word in PAIRED:
            stack.append(opening + word)
        elif word in {"figure", "image"}:
            src = re.search(r'src="([^"]+)"', args)
            if not src or not find(src.group(1)):
                errors.append(f"{name}: {word} without file")
        elif word in {"ref", "relref"}:
            target, _, anchor = args.strip().strip('"').partition("#")
            if not (ROOT / target).is_file():
                errors.append(f"{name}: ref to {target}")
            elif (
                anchor
                and anchor not in (ROOT / target).read_text(encoding="utf-8")
                and anchor.replace("-", " ") not in (ROOT / target).read_text(encoding="utf-8").lower()
            ):
                errors.append(f"{name}: anchor {anchor}")
    if stack:
        errors.append(f"{name}: open {stack}")
    if live.count("{{") != live.count("}}"):
        errors.append(f"{name}: braces")
    for src in re.findall(r"!\[[^\]]*\]\(([^)\s]+)", live):
        if not find(src):
            errors.append(f"{name}: image {src}")
    for target in re.findall(r"\]\(([\w./-]+\.md)\)", live):
        if not (path.parent / target).is_file():
            errors.append(f"{name}: link {target}")
    for target in re.findall(r'relref="([^"]+)"', live):
        if not (ROOT / target).is_file():
            errors.append(f"{name}: button to {target}")
    calls, notes = set(re.findall(r"\[\^([\w-]+)\](?!:)", live)), set(re.findall(r"^\[\^([\w-]+)\]:", live, re.M))
    if calls != notes:
        errors.append(f"{name}: notes {calls ^ notes}")
    prose = re.sub(r"```.*?```|`[^`]*`", "x", live, flags=re.S)
    for m in re.finditer(r"\b(\w+) \1\b", prose, re.I):
        errors.append(f"{name}: repeated word {m.group(0)}")
    for line in prose.splitlines():
        if line.count('"') % 2 or line.count("«") != line.count("»"):
            errors.append(f"{name}: quotes: {line[:60]}")
        if line.count("¿") != line.count("?") or line.count("¡") != line.count("!") - line.count("![") - line.count(
            "[!"
        ):
            errors.append(f"{name}: question marks: {line[:60]}")
        if re.search(r"\S  \S", line) and not line.lstrip().startswith("|"):
            errors.append(f"{name}: two spaces: {line[:60]}")
        if (
            re.search(r"\s[,;:.](?!\.\.)|\( | \)", line.replace(": ", "", 1) if line.startswith(": ") else line)
            and "|" not in line
        ):
            errors.append(f"{name}: space before a sign: {line[:60]}")

print("\n".join(errors) or f"{len(on_disk)} files, nothing to say")
sys.exit(bool(errors))
