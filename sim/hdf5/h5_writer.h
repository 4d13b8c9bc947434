#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/hdf5/h5_types.h"
#include "sim/hdf5/h5_variable.h"
#include "sim/hdf5/partial_file.h"

namespace poldyn::h5 {

enum class Seal { none, at_end };

/// A dimension: its name is the last part of `path` ("time"; "vendors/vendor" lies in a group).
struct DimensionSpec {
  std::string path;
  bool extendable = false;  ///< may grow while the file is written ("UNLIMITED" in netCDF)
  Attributes attributes = {};
};

/// A variable, float64 unless said otherwise.
struct VariableSpec {
  std::string path;  ///< "metrics/fragmentation/hhi"; groups on the way are made
  Type type = Type::f64;
  /// Names, outermost first; each is looked up in the variable's group, then in the groups around it, as netCDF does.
  /// Empty for a scalar. At most one may be extendable.
  std::vector<std::string> dimensions = {};
  Attributes attributes = {};
  Storage storage = {};
};

/// Writes one HDF5 file that is also netCDF-4. The file appears under its final name by commit(), whole, or not at all.
///
/// Threads: Debian's HDF5 library is not thread-safe, and its state is global. All Writers, Readers and Variables of a
/// process belong to one thread at a time; workers hand their results to that thread.
///
/// Errors: CannotCreate (constructor), IoFailure (any call that may write), std::logic_error (misuse), H5Error
/// (defect). After an IoFailure only destruction makes sense. Interruption: poll a flag and let the destructor clean
/// up, or unlink partial_path().c_str() in a signal handler.
class Writer {
 public:
  explicit Writer(const std::filesystem::path& final_path, IfExists if_exists = IfExists::refuse);
  Writer(Writer&&) noexcept;
  Writer& operator=(Writer&&) noexcept;
  /// Removes what was written, unless commit() was called.
  ~Writer();

  /// Makes a group and those around it; does nothing if it exists. `expected`: how many variables and groups will lie
  /// in it, if that is known. A few dozen then lie beside its description, which spares the file an index of them; more
  /// than was said are as welcome.
  void create_group(std::string_view path, std::size_t expected = 0);
  /// Of the file ("/"), a group, a variable or a dimension's coordinate. Replaces attributes of the same name.
  void set_attributes(std::string_view path, const Attributes& attributes);

  /// A dimension with one coordinate per index. The coordinate is an ordinary variable: append() to it if extendable.
  Variable& define_dimension(const DimensionSpec& spec, const Values& coordinate);
  /// A dimension of which only the length is known, such as the rows of a log. If extendable, its length follows the
  /// longest variable that has it.
  void define_index(const DimensionSpec& spec, std::uint64_t length);
  /// The coordinate of a dimension, to append to it.
  Variable& dimension(std::string_view path);
  /// A variable to be filled by write(), write_block() or append(). The reference holds as long as this Writer does.
  Variable& define_variable(const VariableSpec& spec);
  /// The same, written at once.
  Variable& write_variable(const VariableSpec& spec, const Values& values);
  /// A scalar string of any length (a scenario file, for instance).
  void write_text(std::string path, const std::string& text, const Attributes& attributes = {});

  /// Brings all variables of an extendable dimension to its length, flushes, closes, fsyncs, renames over the final
  /// name and fsyncs the folder. Throws std::logic_error if a coordinate is shorter than a variable that uses it. After
  /// any exception nothing is left under either name, but for what PartialFile::publish says. A sealed file has a
  /// digest of all its bytes at its end, and an attribute `digest` in the root that says so; a Reader checks it.
  void commit(Seal seal = Seal::none);

  const std::filesystem::path& partial_path() const;  ///< absolute
  const std::filesystem::path& final_path() const;    ///< absolute, symbolic links followed

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace poldyn::h5
