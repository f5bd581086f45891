"""The cache: an entry is there whole, under its own key, or it is not there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import cache
from pipeline.cache import Store, Use, key

ROOT = Path(__file__).parents[2]


def entry(store: Store, name: str) -> Path:
    assert store.folder is not None
    return store.folder / name[:2] / name[2:]


def test_what_was_put_is_got_and_nothing_else(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    one, two = key("a", "x"), key("a", "y")
    assert store.get(one) is None
    store.put(one, b"bytes")
    assert (store.get(one), store.get(two)) == (b"bytes", None)


def test_a_store_without_a_folder_keeps_nothing() -> None:
    store = Store()
    store.put(key("a"), b"bytes")
    store.trim()
    assert store.get(key("a")) is None
    assert store.clear() == 0


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda data: data[:-1],
    "emptied": lambda data: b"",
    "changed": lambda data: data[:40] + b"?" + data[41:],
    "longer": lambda data: data + b" ",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_entry_is_a_miss_and_can_be_put_again(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    store, name = Store(tmp_path), key("a")
    store.put(name, b"some bytes of an entry")
    entry(store, name).write_bytes(damage(entry(store, name).read_bytes()))
    assert store.get(name) is None
    store.put(name, b"new")
    assert store.get(name) == b"new"


def test_the_whole_entry_of_another_key_is_a_miss(tmp_path: Path) -> None:
    store, one, two = Store(tmp_path), key("a"), key("b")
    store.put(one, b"bytes")
    entry(store, two).parent.mkdir(exist_ok=True)
    entry(store, two).write_bytes(entry(store, one).read_bytes())
    assert store.get(two) is None


def test_how_a_thing_was_come_by_is_noted(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.note("text", "one", reused=False)
    store.get(key("a"))
    store.note("text", "one", reused=True)
    assert store.uses == [Use("text", "one", False), Use("text", "one", True)]


def test_keys_tell_kinds_and_parts_apart() -> None:
    keys = [key("a", "bc"), key("ab", "c"), key("a", "b", "c"), key("a", "b", "", "c"), key("a", "bc", ""), key("abc")]
    assert len(set(keys)) == len(keys)
    assert key("a", "é") == key("a", "é".encode())


def test_another_version_of_a_library_is_another_maker(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key("a")
    monkeypatch.setattr(cache, "_versions", lambda: ["weasyprint-70.1.dist-info"])
    cache.maker.cache_clear()
    try:
        assert key("a") != before
    finally:
        cache.maker.cache_clear()


def test_another_byte_of_a_source_is_another_maker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copytree(Path(cache.__file__).parent / "press", tmp_path / "press")
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "cache.py"))
    before = cache.maker.__wrapped__()
    assert cache.maker.__wrapped__() == before
    source = tmp_path / "press" / "pictures.py"
    source.write_bytes(source.read_bytes() + b" ")
    assert cache.maker.__wrapped__() != before


def test_the_maker_is_every_source_of_the_program() -> None:
    root = Path(cache.__file__).parent
    assert set(cache._sources(root, ".py")) == set(map(str, root.rglob("*.py")))


def test_every_library_whose_work_is_kept_is_found() -> None:
    found = [name.lower().replace("_", "-") for name in cache._versions()]
    assert [library for library in cache.LIBRARIES if not any(name.startswith(f"{library}-") for name in found)] == []


# the cap


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    store = Store(tmp_path, most=3 * 132)
    names = [key(str(number)) for number in range(5)]
    for age, name in enumerate(names):
        store.put(name, bytes(100))
        os.utime(entry(store, name), (1000 + age, 1000 + age))
    assert store.get(names[0]) is not None  # and so was used last
    store.trim()
    assert [name for name in names if store.get(name) is not None] == [names[0], names[3], names[4]]


def test_a_cache_that_fits_is_left_alone(tmp_path: Path) -> None:
    store = Store(tmp_path, most=132)
    store.put(key("a"), bytes(100))
    store.trim()
    assert store.get(key("a")) == bytes(100)


def test_clearing_tells_the_size_and_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    store.put(key("a"), bytes(68))
    store.put(key("b"), bytes(68))
    assert store.clear() == 200
    assert not (tmp_path / "cache").exists()
    assert store.clear() == 0


# others at the same cache

WRITER = """
import sys
from collections.abc import Callable
from pathlib import Path
from pipeline.cache import Store
store = Store(Path(sys.argv[1]))
for _ in range(300):
    store.put("ab" + "c" * 62, sys.argv[2].encode() * 20_000)
    got = store.get("ab" + "c" * 62)
    assert got in (b"x" * 20_000, b"y" * 20_000), got and got[:9]
"""


def test_two_processes_may_write_one_entry(tmp_path: Path) -> None:
    """Either's is there, whole, at any moment."""
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    writers = [subprocess.Popen([*command, letter], cwd=ROOT) for letter in "xy"]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert [path.name for path in tmp_path.rglob("*.tmp")] == []


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="utf-8")
    store = Store(tmp_path / "cache")
    store.put(key("a"), b"bytes")
    store.trim()
    assert store.get(key("a")) is None


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[:5])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    Store(tmp_path).put(key("a"), b"bytes")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
