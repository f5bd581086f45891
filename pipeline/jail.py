"""A process gives up what it does not need, so that a fault in a library that reads a stranger's book harms nobody.

In: a `Cell`: what may be read, written and started, how much memory there is. Out: the process, confined for good, with
all that it starts. The walls are the kernel's: Landlock for files and TCP (landlock(7)), a seccomp filter for every
other way out (sockets of any kind, new processes, changes of owner and mode), resource limits for the rest.
Elsewhere than on Linux only the limits stand. Landlock and the filter hold the thread that calls and what it starts:
confine before the first thread is made.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import resource
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MIB = 1024 * 1024
MEMORY, MEMORY_OF_A_STRANGER = 4096, 1024
"""MiB of data that one child may have: for a book of one's own, and with `--untrusted`."""
LARGEST_FILE = 1024
"""MiB of one file that a child may write in its own folder."""
TCP_ABI = 4
"""The first Landlock that can refuse TCP (Linux 6.7)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a process keeps."""

    reads: tuple[Path, ...] = ()
    """Files, and folders with all that is in them."""
    writes: tuple[Path, ...] = ()
    """Folders in which it makes, changes and deletes files; it reads them too."""
    lists: tuple[Path, ...] = ()
    """Folders whose names it sees, and those of the folders in them, but no file."""
    starts: tuple[Path, ...] = ()
    """Programs; with none, no process can be made at all."""
    memory: int = MEMORY
    """MiB of data."""


class NoJail(Exception):
    """The kernel does not offer the walls that were demanded."""


def abi() -> int:
    """The version of the kernel's Landlock; 0: there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    with contextlib.suppress(OSError):
        return _call(_CREATE, None, 0, 1)
    return 0


def confine(cell: Cell, *, demanded: bool = False) -> None:
    """Put up every wall that this system has; raises NoJail when one is demanded and missing."""
    if demanded and (why := lacking()):
        raise NoJail(why)
    limit(cell.memory)
    for wall in (_no_new_privileges, _landlock, _filter) if sys.platform.startswith("linux") else ():
        try:
            wall(cell)
        except OSError as error:  # a container may refuse what its kernel has
            if demanded:
                raise NoJail(f"the system refuses it: {error}") from None
    _HERE.confined = True


class _Here:
    confined = False


_HERE = _Here()


def is_confined() -> bool:
    """Whether this process has gone into a jail: then what it reads is a stranger's."""
    return _HERE.confined


def lacking() -> str:
    """What keeps this system from a whole jail, in words; empty: nothing."""
    if not sys.platform.startswith("linux"):
        return f"{platform.system()} has no Landlock"
    if abi() < TCP_ABI:
        known = f"Landlock {abi()}, which cannot refuse connections" if abi() else "no Landlock"
        return f"Linux {platform.release()} has {known}"
    if platform.machine() not in _ARCHITECTURES:
        return f"no filter of system calls is known for {platform.machine()}"
    return ""


def end_with_parent() -> None:
    """Be killed when the process that waits for this one is."""
    if sys.platform.startswith("linux"):
        _prctl(1, 9, 0)  # PR_SET_PDEATHSIG, SIGKILL


# resource limits


def limit(memory: int) -> None:
    """So many MiB of data, no core dump, no huge file."""
    kinds = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, LARGEST_FILE * MIB)]
    if sys.platform.startswith("linux"):  # elsewhere it does not count what malloc takes
        kinds.append((resource.RLIMIT_DATA, memory * MIB))
    for kind, most in kinds:
        with contextlib.suppress(ValueError, OSError):  # one that is lower already
            resource.setrlimit(kind, (most, most))


def allow_seconds(seconds: float) -> None:
    """So much work of the processor from now on; then the signal SIGXCPU ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    wanted = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if most < 0 else min(wanted, most), most))


# what Python needs


@cache
def libraries() -> tuple[Path, ...]:
    """Where Python, its packages, this program and the system's libraries lie, for what is imported late."""
    own = Path(__file__).resolve().parent
    places = [Path(place).resolve() for place in sys.path if place]
    ours = {own.parent} if own.parent.name not in {"site-packages", "dist-packages"} else set()
    found = [*(place for place in places if place not in ours), own, own.parent / "styles", *_SYSTEM, *_mapped(),
             Path(sys.prefix, "pyvenv.cfg")]  # fmt: skip
    return tuple(dict.fromkeys(place for place in found if place.exists()))


def own_folder() -> Path:
    """Where this program's package lies; a Python that starts must find it there."""
    return Path(__file__).resolve().parent.parent


_SYSTEM = tuple(map(Path, (
    "/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache", "/usr/share/zoneinfo",
    "/dev/null", "/dev/zero", "/dev/urandom",
)))  # fmt: skip


def _mapped() -> Iterator[Path]:
    """The folders of the libraries that are in memory."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
            path = line.partition("/")
            if path[1] and ".so" in path[2]:
                yield Path("/" + path[2]).parent


def python() -> tuple[Path, ...]:
    """Python itself as a program: itself, and what the kernel loads to start it."""
    program = Path(sys.executable).resolve()
    loaders = [path / name for path in _mapped() for name in _LOADERS if (path / name).exists()]
    return tuple(dict.fromkeys((program, *(loader.resolve() for loader in loaders))))


_LOADERS = ("ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "ld-musl-x86_64.so.1", "ld-musl-aarch64.so.1")


# Landlock: its numbers are those of linux/landlock.h

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_ALL = ((1, (1 << 13) - 1), (2, 1 << 13), (3, 1 << 14), (5, 1 << 15))
"""The rights that came with each version; what is not handled is not refused."""
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | 1 << 14 | 1 << 15
_DEVICES = 1 << 6 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 12
"""Device files, sockets, pipes, links: no part of the program makes them."""
_TCP, _SCOPED = 0b11, 0b11
_RULE_BENEATH = 1


def _landlock(cell: Cell) -> None:
    version = abi()
    if not version:
        return
    handled = sum(rights for since, rights in _ALL if version >= since)
    words = [handled, *([_TCP] if version >= TCP_ABI else []), *([_SCOPED] if version >= 6 else [])]
    attributes = struct.pack(f"={len(words)}Q", *words)
    ruleset = _call(_CREATE, attributes, len(attributes), 0)
    try:
        for path in cell.reads:
            _allow(ruleset, path, _READ_FILE | _READ_DIR)
        for path in cell.lists:
            _allow(ruleset, path, _READ_DIR)
        for path in cell.starts:
            _allow(ruleset, path, _READ_FILE | _EXECUTE)
        for path in cell.writes:
            _allow(ruleset, path, handled & ~_EXECUTE & ~_DEVICES)
        _call(_RESTRICT, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        granted = rights if path.is_dir() else rights & _OF_FILES
        _call(_ADD, ruleset, _RULE_BENEATH, struct.pack("=Qi", granted, handle), 0)
    finally:
        os.close(handle)


# seccomp: its numbers are those of linux/seccomp.h, linux/audit.h and linux/bpf_common.h

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_THREAD = 0x00010000  # CLONE_THREAD
_X32 = 0x40000000
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_NEVER = {
    "x86_64": (
        41, 42, 43, 49, 50, 288,  # socket, connect, accept, bind, listen, accept4
        101, 310, 311, 425, 298, 321, 323,  # ptrace, process_vm_*, io_uring_setup, perf_event_open, bpf, userfaultfd
        90, 91, 268, 452, 92, 93, 94, 260, 188, 189, 190, 197, 198, 199,  # chmod, chown, extended attributes
        132, 235, 261, 280,  # times of files
        155, 161, 165, 166, 272, 304, 308, 248, 249, 250, 175, 313, 246,  # roots, mounts, name spaces, keys, modules
    ),
    "aarch64": (
        198, 203, 202, 200, 201, 242,
        117, 270, 271, 425, 241, 280, 282,
        52, 53, 452, 54, 55, 5, 6, 7, 14, 15, 16,
        88,
        41, 51, 40, 39, 97, 265, 268, 217, 218, 219, 105, 273, 104,
    ),
}  # fmt: skip
"""Calls that no trade of ours makes, in the same order."""
_STARTS = {"x86_64": (57, 58, 59, 322), "aarch64": (221, 281)}
"""fork, vfork, execve, execveat."""
_CLONE, _CLONE3 = {"x86_64": 56, "aarch64": 220}, 435


def _filter(cell: Cell) -> None:
    machine, may_start = platform.machine(), bool(cell.starts)
    if machine not in _ARCHITECTURES:
        return
    program = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, _ARCHITECTURES[machine]), _refusal(errno.EACCES),
               (_LOAD, 0, 0, _NUMBER), (_AT_LEAST, 0, 1, _X32), _refusal(errno.EACCES)]  # fmt: skip
    for number in (*_NEVER[machine], *(() if may_start else _STARTS[machine])):
        program += [(_EQUAL, 0, 1, number), _refusal(errno.EACCES)]
    if not may_start:  # a thread is no process; clone3 hides its flags, and libraries do without it
        program += [(_EQUAL, 0, 1, _CLONE3), _refusal(errno.ENOSYS), (_EQUAL, 0, 3, _CLONE[machine]),
                    (_LOAD, 0, 0, _FIRST_ARGUMENT), (_ANY_BIT, 1, 0, _THREAD), _refusal(errno.EACCES)]  # fmt: skip
    program.append((_RETURN, 0, 0, _ALLOW))
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in program))
    told = _Program(len(program), ctypes.addressof(code))
    _prctl(22, 2, ctypes.addressof(told))  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER


def _refusal(number: int) -> tuple[int, int, int, int]:
    return _RETURN, 0, 0, _REFUSE | number


class _Program(ctypes.Structure):
    _fields_ = (("count", ctypes.c_ushort), ("steps", ctypes.c_void_p))


# the system's doors


def _no_new_privileges(_: Cell) -> None:
    _prctl(38, 1, 0)  # PR_SET_NO_NEW_PRIVS: no program that is started has more rights than this one


def _prctl(option: int, first: int, second: int) -> None:
    if _library().prctl(option, *(ctypes.c_ulong(word) for word in (first, second, 0, 0))):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _call(number: int, *words: bytes | int | None) -> int:
    made = [word if isinstance(word, bytes) else ctypes.c_ulong(word or 0) for word in words]
    answer = int(_library().syscall(ctypes.c_long(number), *made))
    if answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


@cache
def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
