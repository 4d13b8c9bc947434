#include "sim/hdf5/h5_writer.h"

#include <hdf5.h>
#include <hdf5_hl.h>

#include <cstdio>
#include <map>
#include <stdexcept>

#include "sim/hdf5/h5_attribute.h"
#include "sim/hdf5/h5_conventions.h"
#include "sim/hdf5/h5_output_file.h"
#include "sim/hdf5/h5_scales.h"
#include "sim/hdf5/h5_text.h"

namespace poldyn::h5 {
namespace {

struct Dimension {
  Variable* scale = nullptr;
  bool has_coordinate = false;
};

struct Column {
  std::unique_ptr<Variable> variable;
  const Dimension* grows_along = nullptr;  // the extendable dimension of a variable; none for a coordinate
};

constexpr std::string_view digest_meaning = "of all bytes before it, in the last line of the file";

// What netCDF-C writes, and it and h5netcdf look for: dim_without_variable in nc4internal.h.
std::string name_without_coordinate(std::uint64_t length) {
  char text[96];
  std::snprintf(text, sizeof text, "This is a netCDF dimension but not a netCDF variable.%10llu",
                static_cast<unsigned long long>(length));
  return text;
}

}  // namespace

struct Writer::State {
  OutputFile file;
  std::map<std::string, Handle, std::less<>> groups;         // by absolute path
  std::map<std::string, Dimension, std::less<>> dimensions;  // nodes do not move: Columns point at them
  Descriptions descriptions;
  std::vector<Column> columns;
  std::map<std::string, Variable*, std::less<>> variables;  // by absolute path
  ScaleLists scale_lists;

  State(const std::filesystem::path& path, IfExists if_exists)
      : file(path, if_exists), descriptions(file.check()), scale_lists(descriptions) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { abandon(); }

  const Check& check() const { return file.check(); }
  void require_open() const;
  Handle::Id group(const std::string& path, std::size_t expected = 0);
  Variable& add(const std::string& path, Type type, Shape shape, std::optional<std::size_t> extendable,
                const Storage& storage);
  Variable& add_scale(const DimensionSpec& spec, Type type, std::uint64_t length, const std::string& name);
  const Dimension& find_dimension(const std::string& folder, const std::string& name) const;
  Variable* find_variable(std::string_view path) const;
  void put_attributes(Handle::Id id, std::string_view path, const Attributes& attributes, Before before);
  void square_up();
  void abandon() noexcept;
};

void Writer::State::require_open() const {
  if (!file.is_open()) throw std::logic_error(check().file().string() + " is used after it was finished");
}

Handle::Id Writer::State::group(const std::string& path, std::size_t expected) {
  if (path == "/") return file.id();
  if (const auto found = groups.find(path); found != groups.end()) return found->second.id();
  const SplitPath parts = split_path(path);
  require_name(parts.name);
  if (find_variable(path) != nullptr) throw std::logic_error(path + " is a variable or dimension, not a group");
  // One by one: groups that the library makes on the way to another do not keep the order of creation.
  const Handle::Id parent = group(parts.folder);
  const Handle creation = check().own(H5Pcreate(H5P_GROUP_CREATE), H5Pclose, "describe", path);
  keep_creation_order(check(), creation.id(), path);
  check()(H5Pset_obj_track_times(creation.id(), 0), "describe", path);
  keep_links_in_header(check(), creation.id(), path, expected);
  Handle made = check().own(H5Gcreate2(parent, parts.name.c_str(), H5P_DEFAULT, creation.id(), H5P_DEFAULT), H5Gclose,
                            "create group", path);
  return groups.emplace(path, std::move(made)).first->second.id();
}

Variable& Writer::State::add(const std::string& path, Type type, Shape shape, std::optional<std::size_t> extendable,
                             const Storage& storage) {
  require_open();
  const SplitPath parts = split_path(path);
  require_name(parts.name);
  if (find_variable(path) != nullptr || groups.contains(path)) throw std::logic_error(path + " is defined twice");
  const Handle::Id folder = group(parts.folder);
  columns.push_back(
      {std::make_unique<Variable>(descriptions, folder, path, type, std::move(shape), extendable, storage)});
  Variable& made = *columns.back().variable;
  variables.emplace(path, &made);
  return made;
}

Variable& Writer::State::add_scale(const DimensionSpec& spec, Type type, std::uint64_t length,
                                   const std::string& name) {
  const auto extendable = spec.extendable ? std::optional<std::size_t>(0) : std::nullopt;
  // CF: coordinates have no missing values, so no _FillValue either.
  Variable& scale = add(absolute_path(spec.path), type, {length}, extendable, Storage{.missing = false});
  check()(H5DSset_scale(scale.id(), name.c_str()), "make a dimension of", scale.path());
  return scale;
}

const Dimension& Writer::State::find_dimension(const std::string& folder, const std::string& name) const {
  for (std::string at = folder;; at = split_path(at).folder) {
    if (const auto found = dimensions.find(join_path(at, name)); found != dimensions.end()) return found->second;
    if (at == "/") break;
  }
  throw std::logic_error("no dimension '" + name + "' is defined in " + folder + " or around it");
}

Variable* Writer::State::find_variable(std::string_view path) const {
  const auto found = variables.find(path);
  return found == variables.end() ? nullptr : found->second;
}

void Writer::State::put_attributes(Handle::Id id, std::string_view path, const Attributes& attributes, Before before) {
  for (const auto& attribute : attributes) write_attribute(descriptions, id, path, attribute, before);
}

// Readers disagree on what a variable shorter than its dimension means: netCDF-C pads, h5py does not. None is left
// short.
void Writer::State::square_up() {
  for (const auto& column : columns) {
    if (column.grows_along == nullptr) continue;
    Variable& scale = *column.grows_along->scale;
    const std::uint64_t length = column.variable->shape()[*column.variable->extendable_axis()];
    if (length <= scale.shape()[0]) continue;
    if (column.grows_along->has_coordinate)
      throw std::logic_error(column.variable->path() + " has length " + std::to_string(length) + " along " +
                             scale.path() + ", which has only " + std::to_string(scale.shape()[0]) + " coordinates");
    scale.grow(length);
  }
  for (const auto& column : columns)
    if (column.grows_along != nullptr) column.variable->grow(column.grows_along->scale->shape()[0]);
}

// The file first: on a full disk every variable would fail to close.
void Writer::State::abandon() noexcept {
  file.abandon();
  if (!file.is_lost()) return;
  for (auto& column : columns) column.variable->release();
  for (auto& group : groups) group.second.release();
}

Writer::Writer(const std::filesystem::path& final_path, IfExists if_exists)
    : state_(std::make_unique<State>(final_path, if_exists)) {}
Writer::Writer(Writer&&) noexcept = default;
Writer& Writer::operator=(Writer&&) noexcept = default;
Writer::~Writer() = default;

const std::filesystem::path& Writer::partial_path() const { return state_->file.partial().path(); }
const std::filesystem::path& Writer::final_path() const { return state_->file.partial().final_path(); }

void Writer::create_group(std::string_view path, std::size_t expected) {
  state_->require_open();
  state_->group(absolute_path(path), expected);
}

void Writer::set_attributes(std::string_view path, const Attributes& attributes) {
  state_->require_open();
  const std::string whole = absolute_path(path);
  if (const Variable* variable = state_->find_variable(whole)) {
    state_->put_attributes(variable->id(), whole, attributes, Before::perhaps);
  } else if (whole == "/" || state_->groups.contains(whole)) {
    state_->put_attributes(state_->group(whole), whole, attributes, Before::perhaps);
  } else {
    throw std::logic_error("attributes for " + whole + ", which does not exist");
  }
}

Variable& Writer::define_dimension(const DimensionSpec& spec, const Values& coordinate) {
  Variable& scale = state_->add_scale(spec, coordinate.type(), coordinate.size(), split_path(spec.path).name);
  state_->dimensions[scale.path()] = {&scale, true};
  state_->put_attributes(scale.id(), scale.path(), spec.attributes, Before::nothing);
  scale.write(coordinate);
  return scale;
}

void Writer::define_index(const DimensionSpec& spec, std::uint64_t length) {
  Variable& scale = state_->add_scale(spec, Type::f32, length, name_without_coordinate(length));
  state_->dimensions[scale.path()] = {&scale, false};
  state_->put_attributes(scale.id(), scale.path(), spec.attributes, Before::nothing);
}

Variable& Writer::dimension(std::string_view path) {
  const auto found = state_->dimensions.find(absolute_path(path));
  if (found == state_->dimensions.end()) throw std::logic_error("no dimension " + std::string(path));
  return *found->second.scale;
}

Variable& Writer::define_variable(const VariableSpec& spec) {
  const std::string path = absolute_path(spec.path);
  const SplitPath parts = split_path(path);
  Shape shape;
  std::optional<std::size_t> extendable;
  std::vector<const Dimension*> axes;
  for (const auto& name : spec.dimensions) {
    // xarray refuses a variable of several axes that bears the name of one of them.
    if (name == parts.name) throw std::logic_error(path + " has the name of one of its own dimensions");
    axes.push_back(&state_->find_dimension(parts.folder, name));
    const bool grows = axes.back()->scale->extendable_axis().has_value();
    if (grows && extendable) throw std::logic_error(path + " has two extendable dimensions");
    if (grows) extendable = shape.size();
    shape.push_back(grows ? 0 : axes.back()->scale->shape()[0]);
  }
  Variable& variable = state_->add(path, spec.type, std::move(shape), extendable, spec.storage);
  if (extendable) state_->columns.back().grows_along = axes[*extendable];
  if (spec.storage.missing) write_fill_value(state_->descriptions, variable.id(), path, spec.type);
  state_->put_attributes(variable.id(), path, spec.attributes, Before::nothing);
  std::vector<const Variable*> scales;
  scales.reserve(axes.size());
  for (const Dimension* axis : axes) scales.push_back(axis->scale);
  state_->scale_lists.attach(variable, scales);
  return variable;
}

Variable& Writer::write_variable(const VariableSpec& spec, const Values& values) {
  Variable& variable = define_variable(spec);
  if (variable.extendable_axis())
    variable.append(values);
  else
    variable.write(values);
  return variable;
}

void Writer::write_text(std::string path, const std::string& text, const Attributes& attributes) {
  write_variable({.path = std::move(path), .type = Type::text, .attributes = attributes}, text);
}

void Writer::commit(Seal seal) {
  state_->require_open();
  try {
    if (seal == Seal::at_end) set_attributes("/", {{std::string(digest_attribute), std::string(digest_meaning)}});
    state_->square_up();
    state_->scale_lists.write();
    state_->file.flush();
    for (auto& column : state_->columns) column.variable->close();
    state_->groups.clear();
  } catch (...) {
    state_->abandon();
    throw;
  }
  state_->file.commit(seal == Seal::at_end);
}

}  // namespace poldyn::h5
