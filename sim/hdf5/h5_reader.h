#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/hdf5/h5_types.h"

namespace poldyn::h5 {

/// Whether a file without a digest is read in another process first, in which the library may crash (h5_trial.h). Not
/// for many small files whose bytes are checked otherwise.
enum class Trial { no, yes };

/// Reads an HDF5 file, ours or another's. Every call throws NotReadable if the object is missing, damaged (checksums
/// are verified while reading), of another type than asked for, in another file, or claims more elements than the file
/// can be taken to hold. Paths may start with '/'. One thread only, as for Writer. An open Reader locks nothing and
/// sees the file as it was when opened, even if a Writer has replaced it since.
class Reader {
 public:
  /// What a variable is without its values.
  struct Description {
    Type type;
    Shape shape;
    std::vector<std::string> dimensions;
  };

  /// Throws NotReadable: missing, a folder, no permission, not HDF5, truncated; its digest does not fit, or it has none
  /// and its trial failed.
  explicit Reader(const std::filesystem::path& path, Trial trial = Trial::yes);
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  const std::filesystem::path& path() const;
  /// Whether it has a digest of all its bytes (Seal::at_end), which then fitted when it was opened.
  bool sealed() const;

  bool has_group(std::string_view path) const;
  bool has_variable(std::string_view path) const;
  /// Names of the groups directly in `group`, in order of creation where the file keeps it.
  std::vector<std::string> groups(std::string_view group = "/") const;
  /// Likewise of the variables, coordinates among them, but not the dimensions without coordinate.
  std::vector<std::string> variables(std::string_view group = "/") const;

  Type type(std::string_view variable) const;
  Shape shape(std::string_view variable) const;
  /// Name of each axis; empty for an axis without dimension scale.
  std::vector<std::string> dimensions(std::string_view variable) const;
  /// All three at the price of one.
  Description describe(std::string_view variable) const;

  /// All elements in row-major order; one for a scalar. Numbers convert if no value can change (fits()).
  template <Element T>
  std::vector<T> read(std::string_view variable) const {
    return read_as<T>(variable, nullptr, nullptr);
  }
  /// The block of `count` elements per axis that begins at `start`; see Variable::write_block.
  template <Element T>
  std::vector<T> read_block(std::string_view variable, const Shape& start, const Shape& count) const {
    return read_as<T>(variable, &start, &count);
  }
  /// A scalar string.
  std::string text(std::string_view variable) const;

  /// Attribute of the file ("/"), a group or a variable; nothing if there is none.
  std::optional<AttributeValue> find_attribute(std::string_view object, const std::string& name) const;
  std::vector<std::string> attribute_names(std::string_view object) const;
  /// The same with its type: a T, or an array of one T. Numbers convert as in read(). Throws if it is missing.
  template <Element T>
  T attribute(std::string_view object, const std::string& name) const;

 private:
  template <Element T>
  std::vector<T> read_as(std::string_view variable, const Shape* start, const Shape* count) const;

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace poldyn::h5
