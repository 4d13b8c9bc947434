"""Results with names, dimensions and units: xarray's data sets where xarray is installed, plain ones where it is not."""

import builtins
import os

import numpy as np

try:
    import xarray
except ImportError:  # numpy alone will do
    xarray = None


class Dataset:
    """Results without xarray: a mapping from names to Arrays.

    Attributes:
        coords: dict of the labels along each dimension that has any.
        attrs: dict of what holds for all.
    """

    def __init__(self, variables, coords, attrs):
        self.coords, self.attrs = coords, attrs
        self._variables = {name: Array(dims, values, own, coords) for name, (dims, values, own) in variables.items()}

    def __getitem__(self, name):
        return self._variables[name]

    def __iter__(self):
        return iter(self._variables)

    def __len__(self):
        return len(self._variables)

    def __contains__(self, name):
        return name in self._variables

    def __repr__(self):
        return f"<poldyn.Dataset of {len(self)} variables along {', '.join(self.coords)}>"


class Array:
    """One variable: `values` along `dims`, with `attrs` (units, long_name, ...)."""

    def __init__(self, dims, values, attrs, coords):
        self.dims, self.values, self.attrs, self._coords = tuple(dims), values, attrs, coords

    def sel(self, **labels):
        """The part at these labels, without their dimensions: sel(bloc="main")."""
        values, dims = self.values, list(self.dims)
        for dim, label in labels.items():
            at = list(self._coords[dim]).index(label)
            values = np.take(values, at, axis=dims.index(dim))
            dims.remove(dim)
        return Array(dims, values, self.attrs, self._coords)

    def mean(self, dim):
        """Mean along a dimension; a value that does not exist is left out."""
        at = self.dims.index(dim)
        return Array(self.dims[:at] + self.dims[at + 1:], np.nanmean(self.values, axis=at), self.attrs, self._coords)

    @property
    def shape(self):
        return self.values.shape

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype=dtype) if copy else np.asarray(self.values, dtype=dtype)

    def __repr__(self):
        return f"<poldyn.Array {dict(zip(self.dims, self.shape))} {self.attrs.get('units', '')}>"


def _made(variables, coords, attrs):
    return Dataset(variables, coords, attrs) if xarray is None else xarray.Dataset(variables, coords, attrs)


def _attributes(metric):
    own = {"long_name": metric["meaning"], "path": metric["path"], "formula": metric["formula"]}
    if metric["unit"]:
        own["units"] = metric["unit"]
    if "words" in metric:
        own["description"] = metric["words"]
    return own


def _labels(dimension):
    """Labels that are the same for all blocs, or numbers where each bloc has its own."""
    labels = dimension["labels"]
    if labels and isinstance(labels[0], list):
        return list(range(max(map(len, labels))))
    return labels


def names_of(metrics):
    """Name of each metric in a data set, by its path: its own, with "_over_time" where a total has it, too."""
    totals = {m["path"].rsplit("/", 1)[1] for m in metrics["totals"]}
    names = {m["path"]: m["path"].rsplit("/", 1)[1] for m in metrics["totals"]}
    for m in metrics["series"]:
        own = m["path"].rsplit("/", 1)[1]
        names[m["path"]] = own + "_over_time" if own in totals else own
    return names


def _values(metric, times, buffer):
    """(dims, values) of a metric: a view of the runs' buffer, (replicate, bloc, ...)."""
    dims, lengths = [], []
    for dimension in metric["dimensions"]:
        dims.append(dimension["name"])
        lengths.append(times if dimension["name"] == "time" else len(_labels(dimension)))
    length = int(np.prod(lengths))
    flat = buffer[:, metric["offset"]:metric["offset"] + length]
    return ["replicate"] + dims, flat.reshape([buffer.shape[0]] + lengths)


def _of_one(metrics, totals, series):
    """Variables and coordinates of the runs of one scenario."""
    variables, coords, names = {}, {"bloc": metrics["blocs"], "time": metrics["times"]}, names_of(metrics)
    for kind, buffer in (("totals", totals), ("series", series)):
        if buffer is None:
            continue
        for metric in metrics[kind]:
            dims, values = _values(metric, len(metrics["times"]), buffer)
            variables[names[metric["path"]]] = (dims, values, _attributes(metric))
            for dimension in metric["dimensions"]:
                if "labels" in dimension:
                    coords.setdefault(dimension["name"], _labels(dimension))
    return variables, coords


def of_runs(parts, factors, first, seed):
    """The data set of runs at all combinations of the factors' levels, in order; without factors there is one."""
    made = [_of_one(metrics, totals, series) for metrics, (totals, series, _, _) in parts]
    variables, coords = made[0]
    shape = [len(levels) for levels in factors.values()]
    for other, other_coords in made[1:]:
        if other.keys() != variables.keys() or other_coords != coords:
            raise ValueError("the levels of a factor change what a run measures (blocs, times, stages); run them apart")

    def stacked(arrays):
        return np.stack(arrays).reshape(shape + list(arrays[0].shape)) if factors else arrays[0]

    dims = list(factors)
    joined = {name: (dims + own_dims, stacked([part[0][name][1] for part in made]), own)
              for name, (own_dims, _, own) in variables.items()}
    for name, at, meaning in (("fingerprint", 2, "what a run is known by"), ("events", 3, "events handled in a run")):
        joined[name] = (dims + ["replicate"], stacked([part[1][at] for part in parts]), {"long_name": meaning})
    replicates = parts[0][1][0].shape[0]
    coords = {**{key: [str(level) if not isinstance(level, (int, float)) else level for level in levels]
                 for key, levels in factors.items()},
              "replicate": list(range(first, first + replicates)), **coords}
    used = {dim for dims_of, _, _ in joined.values() for dim in dims_of}
    return _made(joined, {dim: labels for dim, labels in coords.items() if dim in used},
                 {"title": parts[0][0]["title"], "seed": seed, "source": "poldyn"})


def open(path):
    """A finished result file, with the names that run() gives: xarray.Dataset.

    Args:
        path: a result file of poldyn (.h5).

    Raises:
        ImportError: xarray, or what reads netCDF-4 for it, is not installed.
        OSError: there is no such file, or it is none of poldyn's.
    """
    if xarray is None:
        raise ImportError("poldyn.open() needs xarray: install python3-xarray and python3-h5netcdf")
    import h5py  # h5netcdf stands on it

    with builtins.open(os.fspath(path), "rb"):
        pass  # says plainly that a file is missing
    with h5py.File(path, "r") as file:
        if "totals" not in file and "metrics" not in file:
            raise OSError(f"{os.fspath(path)} is no result file of poldyn: it has neither totals nor metrics")
        families = {group: list(file[group]) for group in ("totals", "metrics") if group in file}
    made = xarray.open_dataset(path, engine="h5netcdf", decode_times=False)
    taken = set()
    for group in ("totals", "metrics"):
        for family in families.get(group, []):
            part = xarray.open_dataset(path, group=f"{group}/{family}", engine="h5netcdf", decode_times=False)
            part = part.rename({name: name + "_over_time" for name in part.data_vars if group == "metrics" and name in taken})
            taken |= set(part.data_vars) if group == "totals" else set()
            made = made.merge(part.drop_vars([c for c in part.coords if c in made.coords]))
    return made
