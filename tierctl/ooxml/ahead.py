"""Work on what comes next while what is there is used."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def ahead(
    items: Iterable[_Item],
    work: Callable[[_Item], _Result],
    worth: Callable[[_Item], bool],
    *,
    in_order: bool = False,
) -> Iterator[tuple[_Item, _Result]]:
    """Give each item with what work makes of it, in order; on items worth it, beside the others.

    As many items are under way as there are cores, or one after the other where the work must be
    done `in_order`. What the work raises is raised here.
    """
    cores = 1 if in_order else os.cpu_count() or 1
    waiting: deque[tuple[_Item, Future[_Result]]] = deque()
    with ThreadPoolExecutor(max_workers=cores) as beside:
        for item in items:
            while waiting and (len(waiting) > cores or not worth(item)):
                first, future = waiting.popleft()
                yield first, future.result()
            if worth(item):
                waiting.append((item, beside.submit(work, item)))
            else:
                yield item, work(item)
        for last, future in waiting:
            yield last, future.result()
