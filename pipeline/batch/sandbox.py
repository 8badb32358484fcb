"""What a worker gives up before it opens a stranger's file: endless memory, files and the network."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys

from pipeline.batch.limits import Limits

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
_AF_UNIX = 1
_IO_URING_SETUP = 425  # the same on every architecture; it can open sockets past the filter
# platform.machine() -> (audit architecture, number of the socket call)
_ARCHITECTURES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | 13, 0x80000000
_FIRST_X32_CALL = 0x40000000


class _Filter(ctypes.Structure):
    """The kernel's `struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("program", ctypes.c_void_p))


def confine(limits: Limits) -> None:
    """Bind this process, and every program that it starts, to the limits; called before any thread starts."""
    _bound(resource.RLIMIT_CORE, 0)
    _bound(resource.RLIMIT_FSIZE, limits.file_bytes)
    # Not RLIMIT_AS: the address space also counts models and libraries that are only mapped.
    _bound(resource.RLIMIT_DATA, limits.memory_bytes)
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        _close_network()


def _bound(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))


def _close_network() -> bool:
    """Refuse every new socket but local ones, for good; return whether the kernel agreed."""
    known = _ARCHITECTURES.get(platform.machine())
    if known is None:
        return False
    code = _program(*known)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Filter(len(code) // 8, ctypes.addressof(buffer))
    return _prctl(_PR_SET_NO_NEW_PRIVS, 1) and _prctl(
        _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(program)
    )


def _program(architecture: int, socket_call: int) -> bytes:
    """Classic BPF over `struct seccomp_data`: call number at 0, architecture at 4, arguments from 16."""
    steps = (
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, 5, 0, _FIRST_X32_CALL),
        (_EQUAL, 4, 0, _IO_URING_SETUP),
        (_EQUAL, 0, 2, socket_call),
        (_LOAD, 0, 0, 16),
        (_EQUAL, 0, 1, _AF_UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    )
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _prctl(what: int, *values: int) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    padded = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    return bool(libc.prctl(what, *padded) == 0)


def descendants(pid: int) -> list[int]:
    """Return the processes below a process, nearest first; none where the system does not tell."""
    found = children(pid)
    return [*found, *(lower for child in found for lower in descendants(child))]


def children(pid: int) -> list[int]:
    """Return the processes that a process started; none where the system does not tell."""
    found: list[int] = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 - names are wanted, not paths
            with open(f"/proc/{pid}/task/{thread}/children", encoding="ascii") as file:  # noqa: PTH123
                found += [int(child) for child in file.read().split()]
    except OSError:
        return found
    return found
