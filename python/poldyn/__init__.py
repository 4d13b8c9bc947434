"""poldyn: what does a policy regime do to an ecosystem of model vendors?

    import poldyn

    base = poldyn.run("sovereign.toml", replicates=20)
    base["time_to_deployment"].mean("replicate")

    nobody = poldyn.run("sovereign.toml", replicates=20, set={"bloc.main.registration.who": "nobody"})
    poldyn.compare(base["releases"].sel(bloc="main"), nobody["releases"].sel(bloc="main"))

The numbers are those of the program poldyn, to the bit. docs/python.md is the page that explains it.
"""

from poldyn._datasets import Dataset, open
from poldyn._errors import Bug, Mistake
from poldyn._library import version
from poldyn._model import Model
from poldyn._runs import compare, run
from poldyn._scenario import Scenario
from poldyn._version import VERSION as __version__

__all__ = ["Bug", "Dataset", "Mistake", "Model", "Scenario", "compare", "open", "run", "version", "__version__"]
