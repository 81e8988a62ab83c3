"""Grade customers in workbooks by a declared policy, and say why."""

TYPE_CHECKING = False  # importing typing takes longer than all else here
if TYPE_CHECKING:
    from tierctl.app.library import InputRefused, LoadedPolicy, PolicyInvalid, load_policy

__all__ = ["InputRefused", "LoadedPolicy", "PolicyInvalid", "__version__", "load_policy"]

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Import the library only where it is asked for: the command line starts without it."""
    if name in __all__:
        from importlib import import_module

        return getattr(import_module("tierctl.app.library"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
