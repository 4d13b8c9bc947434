#include "sim/hdf5/h5_reader.h"

#include <hdf5.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <stdexcept>

#include "sim/hdf5/h5_attribute.h"
#include "sim/hdf5/h5_check.h"
#include "sim/hdf5/h5_input_file.h"
#include "sim/hdf5/h5_links.h"
#include "sim/hdf5/h5_strings.h"
#include "sim/hdf5/h5_text.h"

namespace poldyn::h5 {
namespace {

namespace fs = std::filesystem;

struct Selection {
  std::size_t count;
  Handle memory, file;
};

}  // namespace

struct Reader::State {
  Check check;
  Handle file;
  ScaleNames scales;

  State(const fs::path& path, Trial trial) : check(path, Check::Access::read), file(open_to_read(check, trial)) {}

  /// None if there is nothing of this name; throws if there is, but damaged.
  Handle find(const std::string& path) const {
    Handle found(H5Oopen(file.id(), path.c_str(), H5P_DEFAULT), H5Oclose);
    if (found || check(H5LTpath_valid(file.id(), path.c_str(), 0), "look up", path) == 0) return found;
    return check.own(H5Oopen(file.id(), path.c_str(), H5P_DEFAULT), H5Oclose, "open", path);
  }
  /// H5I_BADID if there is nothing of this name; throws as find().
  H5I_type_t kind_of(const std::string& path) const {
    const Handle found = find(path);
    return found ? H5Iget_type(found.id()) : H5I_BADID;
  }
  Handle dataset(const std::string& path) const {
    Handle found = find(path);
    if (!found || H5Iget_type(found.id()) != H5I_DATASET)
      check.fail("read", path, "there is no such variable in the file");
    require_own_values(check, found.id(), path);
    return found;
  }
  Handle object(const std::string& path) const {
    Handle found = find(path);
    if (!found) check.fail("read", path, "there is no such object in the file");
    return found;
  }
  std::vector<std::string> list(const std::string& path, Listed wanted) const {
    if (kind_of(path) != H5I_GROUP) check.fail("list", path, "there is no such group in the file");
    return names_in(check, file.id(), path, wanted);
  }
  Type type(Handle::Id dataset_id, const std::string& path) const {
    const Handle stored = check.own(H5Dget_type(dataset_id), H5Tclose, "read the type of", path);
    return element_type(check, stored.id(), path);
  }
  Shape shape(Handle::Id dataset_id, const std::string& path) const {
    const Handle space = check.own(H5Dget_space(dataset_id), H5Sclose, "read the shape of", path);
    return shape_of_space(check, space.id(), path);
  }
  /// Elements of a block; throws if a file cannot have so many.
  std::size_t count(const Shape& block, Handle::Id dataset_id, const std::string& path) const try {
    const std::uint64_t elements = volume(block);
    const Handle stored = check.own(H5Dget_type(dataset_id), H5Tclose, "read the type of", path);
    require_plausible(check, file.id(), path, elements, std::max<std::size_t>(H5Tget_size(stored.id()), 1));
    return static_cast<std::size_t>(elements);
  } catch (const std::length_error& error) {
    check.fail("read", path, error.what());
  }
  Selection select(Handle::Id dataset_id, const std::string& path, const Shape* start, const Shape* count) const;
};

Selection Reader::State::select(Handle::Id dataset_id, const std::string& path, const Shape* start,
                                const Shape* lengths) const {
  Handle space = check.own(H5Dget_space(dataset_id), H5Sclose, "read the shape of", path);
  const Shape whole = shape_of_space(check, space.id(), path);
  if (start == nullptr) {
    const std::size_t elements = count(whole, dataset_id, path);
    Handle memory = make_space(check, whole);
    return {elements, std::move(memory), std::move(space)};
  }
  bool inside = start->size() == whole.size() && lengths->size() == whole.size();
  for (std::size_t axis = 0; inside && axis < whole.size(); ++axis)
    inside = (*lengths)[axis] <= whole[axis] && (*start)[axis] <= whole[axis] - (*lengths)[axis];
  if (!inside)
    check.fail("read", path,
               "a block at " + to_string(*start) + " of shape " + to_string(*lengths) + " leaves the array of shape " +
                   to_string(whole));
  const std::size_t elements = count(*lengths, dataset_id, path);
  const std::vector<hsize_t> from(start->begin(), start->end());
  const std::vector<hsize_t> most(lengths->begin(), lengths->end());
  if (!whole.empty() && elements > 0)
    check(H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, from.data(), nullptr, most.data(), nullptr), "read", path);
  Handle memory = make_space(check, *lengths);
  return {elements, std::move(memory), std::move(space)};
}

Reader::Reader(const fs::path& path, Trial trial) : state_(std::make_unique<State>(path, trial)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

const fs::path& Reader::path() const { return state_->check.file(); }

bool Reader::has_group(std::string_view path) const { return state_->kind_of(absolute_path(path)) == H5I_GROUP; }
bool Reader::has_variable(std::string_view path) const { return state_->kind_of(absolute_path(path)) == H5I_DATASET; }
std::vector<std::string> Reader::groups(std::string_view group) const {
  return state_->list(absolute_path(group), Listed::groups);
}
std::vector<std::string> Reader::variables(std::string_view group) const {
  return state_->list(absolute_path(group), Listed::variables);
}

Type Reader::type(std::string_view variable) const {
  const std::string path = absolute_path(variable);
  return state_->type(state_->dataset(path).id(), path);
}

Shape Reader::shape(std::string_view variable) const {
  const std::string path = absolute_path(variable);
  return state_->shape(state_->dataset(path).id(), path);
}

std::vector<std::string> Reader::dimensions(std::string_view variable) const {
  const std::string path = absolute_path(variable);
  const Handle dataset = state_->dataset(path);
  const std::size_t axes = state_->shape(dataset.id(), path).size();
  return state_->scales.of(state_->check, state_->file.id(), dataset.id(), path, axes);
}

Reader::Description Reader::describe(std::string_view variable) const {
  const std::string path = absolute_path(variable);
  const Handle dataset = state_->dataset(path);
  const Shape shape = state_->shape(dataset.id(), path);
  return {state_->type(dataset.id(), path), shape,
          state_->scales.of(state_->check, state_->file.id(), dataset.id(), path, shape.size())};
}

bool Reader::sealed() const { return is_sealed(state_->check, state_->file.id()); }

template <Element T>
std::vector<T> Reader::read_as(std::string_view variable, const Shape* start, const Shape* count) const {
  const std::string path = absolute_path(variable);
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
                        selection.count, plausible_bytes(check, state_->file.id()), path);
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
  if (texts.size() != 1) state_->check.fail("read", absolute_path(variable), "it is not one string");
  return std::move(texts.front());
}

std::optional<AttributeValue> Reader::find_attribute(std::string_view object, const std::string& name) const {
  const std::string path = absolute_path(object);
  return read_attribute(state_->check, state_->object(path).id(), path, name);
}

std::vector<std::string> Reader::attribute_names(std::string_view object) const {
  const std::string path = absolute_path(object);
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
  if (!value) state_->check.fail("read", absolute_path(object), "it has no attribute '" + name + "'");
  if (auto converted = convert<T>(*value)) return *std::move(converted);
  state_->check.fail("read", absolute_path(object),
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
