"""Runs one file of tests/python: plain asserts as they stand, then unittest classes and test_*() functions.

So a test can be written any of these ways, and one that forgets unittest.main() still runs.
"""
import pathlib
import runpy
import sys
import unittest

path = pathlib.Path(sys.argv[1])
sys.argv = sys.argv[1:]
sys.path.insert(0, str(path.parent))
names = runpy.run_path(str(path), run_name="__main__")  # a unittest.main() in there ends this program

suite = unittest.TestSuite()
for name, value in names.items():
    if isinstance(value, type) and issubclass(value, unittest.TestCase):
        suite.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(value))
    elif name.startswith("test_") and callable(value):
        suite.addTest(unittest.FunctionTestCase(value))
sys.exit(not unittest.TextTestRunner().run(suite).wasSuccessful())
