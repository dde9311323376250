from collections.abc import Callable
from typing import Any, TypeVar, overload

_Hook = TypeVar("_Hook", bound=Callable[..., Any])

@overload
def register(hook_name: str, fn: None = None, order: int = 0) -> Callable[[_Hook], _Hook]: ...
@overload
def register(hook_name: str, fn: Callable[..., Any], order: int = 0) -> None: ...
def get_hooks(hook_name: str) -> list[Callable[..., Any]]: ...
