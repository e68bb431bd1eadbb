"""Memory from batch to batch."""

from __future__ import annotations

import ctypes

# Numbers of the two settings in glibc's malloc.h.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
KEPT_BYTES = 64 * 1024 * 1024
LARGEST_KEPT_BYTES = 32 * 1024 * 1024  # the most that glibc takes


def keep_freed_memory() -> bool:
    """Keep what a batch frees for the next one instead of giving it back to the system; tell whether that is so.

    Every batch takes the same hundred megabytes, and a page that comes from the system has to be cleared first: a
    tenth of the time. Only glibc can be told; elsewhere nothing happens.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    return bool(mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)) and bool(mallopt(M_MMAP_THRESHOLD, LARGEST_KEPT_BYTES))
