#include "sim/io/h5_reader.h"

#include <hdf5.h>
#include <hdf5_hl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sim/io/h5_attribute.h"
#include "sim/io/h5_check.h"
#include "sim/io/h5_strings.h"
#include "sim/io/h5_text.h"

namespace poldyn::h5 {
namespace {

namespace fs = std::filesystem;

std::string absolute(std::string_view path) {
  const SplitPath parts = split_path(path);
  return join_path(parts.folder, parts.name);
}

void require_readable(const Check& check) {
  std::error_code error;
  const auto status = fs::status(check.file(), error);
  if (status.type() == fs::file_type::not_found) check.fail("read", {}, "there is no such file");
  if (fs::is_directory(status)) check.fail("read", {}, "it is a folder");
  if (error || ::access(check.file().c_str(), R_OK) != 0)
    check.fail("read", {}, error ? error.message() : std::strerror(errno));
  if (!fs::is_regular_file(status)) check.fail("read", {}, "it is not a regular file");
  if (fs::file_size(check.file(), error) == 0) check.fail("read", {}, "the file is empty");
}

Handle open_file(const Check& check) {
  require_readable(check);
  const Handle access = check.own(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "set up", {});
  check(H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG), "set up", {});
  // A finished file does not change, so there is nothing to lock; and locks fail on some cluster and read-only file
  // systems.
  check(H5Pset_file_locking(access.id(), 0, 1), "set up", {});
  if (H5Fis_hdf5(check.file().c_str()) == 0) check.fail("read", {}, "it is not an HDF5 file, or its start is damaged");
  return check.own(H5Fopen(check.file().c_str(), H5F_ACC_RDONLY, access.id()), H5Fclose, "open", {});
}

struct Listing {
  H5I_type_t wanted;
  std::vector<std::string> names;
};

// Pure netCDF dimensions are data sets too; their NAME says so (see Writer::define_index).
bool is_pure_dimension(Handle::Id folder, const char* name) {
  const Handle dataset(H5Dopen2(folder, name, H5P_DEFAULT), H5Dclose);
  if (!dataset || H5DSis_scale(dataset.id()) <= 0) return false;
  char label[64] = {};
  constexpr std::string_view mark = "This is a netCDF dimension but not a netCDF variable";
  return H5DSget_scale_name(dataset.id(), label, sizeof label) > 0 && std::string_view(label).starts_with(mark);
}

Handle open_object(Handle::Id file, const char* path) { return {H5Oopen(file, path, H5P_DEFAULT), H5Oclose}; }

herr_t collect_link(hid_t folder, const char* name, const H5L_info_t* info, void* data) {
  auto& listing = *static_cast<Listing*>(data);
  const Handle object = open_object(folder, name);
  // A symbolic link may lead nowhere; what a hard link names is there, or damaged.
  if (!object) return info->type == H5L_TYPE_HARD ? -1 : 0;
  const H5I_type_t kind = H5Iget_type(object.id());
  if (kind == listing.wanted && !(kind == H5I_DATASET && is_pure_dimension(folder, name)))
    listing.names.emplace_back(name);
  return 0;
}

herr_t take_name(hid_t, unsigned, hid_t scale, void* data) {
  char path[1024] = {};
  if (H5Iget_name(scale, path, sizeof path) > 0) *static_cast<std::string*>(data) = split_path(path).name;
  return 1;  // the first scale of an axis is its dimension
}

struct Selection {
  std::size_t count;
  Handle memory, file;
};

}  // namespace

struct Reader::State {
  Check check;
  Handle file;

  explicit State(const fs::path& path) : check(path, Check::Access::read), file(open_file(check)) {}

  // H5I_BADID if there is nothing of this name; throws if there is, but damaged.
  H5I_type_t kind_of(const std::string& path) const {
    if (check(H5LTpath_valid(file.id(), path.c_str(), 0), "look up", path) == 0) return H5I_BADID;
    return H5Iget_type(check.own(H5Oopen(file.id(), path.c_str(), H5P_DEFAULT), H5Oclose, "open", path).id());
  }
  Handle dataset(const std::string& path) const {
    if (kind_of(path) != H5I_DATASET) check.fail("read", path, "there is no such variable in the file");
    return check.own(H5Dopen2(file.id(), path.c_str(), H5P_DEFAULT), H5Dclose, "open", path);
  }
  Handle object(const std::string& path) const {
    if (kind_of(path) == H5I_BADID) check.fail("read", path, "there is no such object in the file");
    return open_object(file.id(), path.c_str());
  }
  std::vector<std::string> list(const std::string& path, H5I_type_t wanted) const {
    if (kind_of(path) != H5I_GROUP) check.fail("list", path, "there is no such group in the file");
    const Handle group = check.own(H5Gopen2(file.id(), path.c_str(), H5P_DEFAULT), H5Gclose, "open", path);
    Listing listing{wanted, {}};
    if (H5Literate(group.id(), H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, collect_link, &listing) >= 0)
      return listing.names;
    listing.names.clear();  // a file of another program: creation order was not kept
    check(H5Literate(group.id(), H5_INDEX_NAME, H5_ITER_INC, nullptr, collect_link, &listing), "list", path);
    return listing.names;
  }
  Type type(Handle::Id dataset_id, const std::string& path) const {
    const Handle stored = check.own(H5Dget_type(dataset_id), H5Tclose, "read the type of", path);
    return element_type(check, stored.id(), path);
  }
  Selection select(Handle::Id dataset_id, const std::string& path, const Shape* start, const Shape* count) const;
};

Selection Reader::State::select(Handle::Id dataset_id, const std::string& path, const Shape* start,
                                const Shape* count) const {
  Handle space = check.own(H5Dget_space(dataset_id), H5Sclose, "read the shape of", path);
  const Shape whole = shape_of_space(check, space.id(), path);
  if (start == nullptr) {
    Handle memory = make_space(check, whole);
    return {static_cast<std::size_t>(volume(whole)), std::move(memory), std::move(space)};
  }
  bool inside = start->size() == whole.size() && count->size() == whole.size();
  for (std::size_t axis = 0; inside && axis < whole.size(); ++axis)
    inside = (*count)[axis] <= whole[axis] && (*start)[axis] <= whole[axis] - (*count)[axis];
  if (!inside)
    check.fail("read", path,
               "a block at " + to_string(*start) + " of shape " + to_string(*count) + " leaves the array of shape " +
                   to_string(whole));
  const std::vector<hsize_t> from(start->begin(), start->end());
  const std::vector<hsize_t> lengths(count->begin(), count->end());
  if (!whole.empty() && volume(*count) > 0)
    check(H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, from.data(), nullptr, lengths.data(), nullptr), "read", path);
  Handle memory = make_space(check, *count);
  return {static_cast<std::size_t>(volume(*count)), std::move(memory), std::move(space)};
}

Reader::Reader(const fs::path& path) : state_(std::make_unique<State>(path)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

const fs::path& Reader::path() const { return state_->check.file(); }

bool Reader::has_group(std::string_view path) const { return state_->kind_of(absolute(path)) == H5I_GROUP; }
bool Reader::has_variable(std::string_view path) const { return state_->kind_of(absolute(path)) == H5I_DATASET; }
std::vector<std::string> Reader::groups(std::string_view group) const {
  return state_->list(absolute(group), H5I_GROUP);
}
std::vector<std::string> Reader::variables(std::string_view group) const {
  return state_->list(absolute(group), H5I_DATASET);
}

Type Reader::type(std::string_view variable) const {
  const std::string path = absolute(variable);
  return state_->type(state_->dataset(path).id(), path);
}

Shape Reader::shape(std::string_view variable) const {
  const std::string path = absolute(variable);
  const Handle dataset = state_->dataset(path);
  const Handle space = state_->check.own(H5Dget_space(dataset.id()), H5Sclose, "read the shape of", path);
  return shape_of_space(state_->check, space.id(), path);
}

std::vector<std::string> Reader::dimensions(std::string_view variable) const {
  const std::string path = absolute(variable);
  const Handle dataset = state_->dataset(path);
  std::vector<std::string> names(shape(path).size());
  if (H5DSis_scale(dataset.id()) > 0) {
    names.assign(names.size(), split_path(path).name);  // a coordinate is its own dimension
    return names;
  }
  for (std::size_t axis = 0; axis < names.size(); ++axis)
    state_->check(H5DSiterate_scales(dataset.id(), static_cast<unsigned>(axis), nullptr, take_name, &names[axis]),
                  "read the dimensions of", path);
  return names;
}

template <Element T>
std::vector<T> Reader::read_as(std::string_view variable, const Shape* start, const Shape* count) const {
  const std::string path = absolute(variable);
  const Check& check = state_->check;
  const Handle dataset = state_->dataset(path);
  const Type stored = state_->type(dataset.id(), path);
  if (!fits(stored, type_of<T>()))
    check.fail("read", path,
               "it holds " + std::string(name_of(stored)) + ", asked for " + std::string(name_of(type_of<T>())));
  const Selection selection = state_->select(dataset.id(), path, start, count);
  if (selection.count == 0) return {};
  if constexpr (std::same_as<T, std::string>) {
    return read_strings(check, dataset.id(), StringSource::dataset, selection.memory.id(), selection.file.id(),
                        selection.count, path);
  } else {
    std::vector<T> values(selection.count);
    const Handle memory = memory_type(check, type_of<T>());
    check(H5Dread(dataset.id(), memory.id(), selection.memory.id(), selection.file.id(), H5P_DEFAULT, values.data()),
          "read", path);
    return values;
  }
}

std::string Reader::text(std::string_view variable) const {
  auto texts = read<std::string>(variable);
  if (texts.size() != 1) state_->check.fail("read", absolute(variable), "it is not one string");
  return std::move(texts.front());
}

std::optional<AttributeValue> Reader::find_attribute(std::string_view object, const std::string& name) const {
  const std::string path = absolute(object);
  return read_attribute(state_->check, state_->object(path).id(), path, name);
}

std::vector<std::string> Reader::attribute_names(std::string_view object) const {
  const std::string path = absolute(object);
  return h5::attribute_names(state_->check, state_->object(path).id(), path);
}

namespace {

template <Element T>
std::optional<T> convert(const AttributeValue& value) {
  return std::visit(
      [](const auto& held) -> std::optional<T> {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (Element<Held>) {
          if (!fits(type_of<Held>(), type_of<T>())) return std::nullopt;
          if constexpr (std::same_as<Held, T>) return held;
          if constexpr (Number<Held> && Number<T>) return static_cast<T>(held);
          return std::nullopt;
        } else {
          return held.size() == 1 ? convert<T>(AttributeValue(held.front())) : std::nullopt;
        }
      },
      value);
}

}  // namespace

template <Element T>
T Reader::attribute(std::string_view object, const std::string& name) const {
  const auto value = find_attribute(object, name);
  if (!value) state_->check.fail("read", absolute(object), "it has no attribute '" + name + "'");
  if (auto converted = convert<T>(*value)) return *std::move(converted);
  state_->check.fail("read", absolute(object),
                     "its attribute '" + name + "' is not one " + std::string(name_of(type_of<T>())));
}

template std::vector<double> Reader::read_as(std::string_view, const Shape*, const Shape*) const;
template std::vector<float> Reader::read_as(std::string_view, const Shape*, const Shape*) const;
template std::vector<std::int64_t> Reader::read_as(std::string_view, const Shape*, const Shape*) const;
template std::vector<std::uint64_t> Reader::read_as(std::string_view, const Shape*, const Shape*) const;
template std::vector<std::int32_t> Reader::read_as(std::string_view, const Shape*, const Shape*) const;
template std::vector<std::uint32_t> Reader::read_as(std::string_view, const Shape*, const Shape*) const;
template std::vector<std::uint8_t> Reader::read_as(std::string_view, const Shape*, const Shape*) const;
template std::vector<std::string> Reader::read_as(std::string_view, const Shape*, const Shape*) const;
template double Reader::attribute(std::string_view, const std::string&) const;
template float Reader::attribute(std::string_view, const std::string&) const;
template std::int64_t Reader::attribute(std::string_view, const std::string&) const;
template std::uint64_t Reader::attribute(std::string_view, const std::string&) const;
template std::int32_t Reader::attribute(std::string_view, const std::string&) const;
template std::uint32_t Reader::attribute(std::string_view, const std::string&) const;
template std::uint8_t Reader::attribute(std::string_view, const std::string&) const;
template std::string Reader::attribute(std::string_view, const std::string&) const;

}  // namespace poldyn::h5
