"""hostile_results.py with every command on every array, and not on some."""
import hostile_results
from hostile_results import Hostile  # noqa: F401, the tests

hostile_results.FULL = True
