"""The version of the package; that of the library that it calls says poldyn.version()."""

VERSION = "0.1.0"
