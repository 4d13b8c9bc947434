#include "sim/hdf5/h5_check.h"

#include <hdf5.h>

#include <cstdlib>
#include <cstring>
#include <type_traits>

#if !H5_VERSION_GE(1, 10, 7)
#error "HDF5 1.10.7 or newer is needed: Debian package libhdf5-dev"
#endif

namespace poldyn::h5 {

static_assert(std::is_same_v<hid_t, Handle::Id> && std::is_same_v<herr_t, int>);
static_assert(sizeof(hsize_t) == sizeof(std::uint64_t));

namespace {

struct Telling {
  int error_number = 0;
  std::string line;
};

// The walk goes from the function that failed first to the API call. The first line says what happened, later ones only
// who asked for it, except that an error of the operating system ("errno = 28") beats any other line.
herr_t visit(unsigned, const H5E_error2_t* entry, void* data) {
  auto& telling = *static_cast<Telling*>(data);
  if (entry->desc == nullptr) return 0;
  if (telling.line.empty()) telling.line = entry->desc;
  if (const char* at = std::strstr(entry->desc, "errno = "); at != nullptr && telling.error_number == 0)
    telling.error_number = std::atoi(at + std::strlen("errno = "));
  return 0;
}

Telling telling_line() {
  Telling telling;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, visit, &telling);
  if (telling.error_number != 0)
    telling.line = std::strerror(telling.error_number);
  else if (telling.line.find("h5clear") != std::string::npos)  // no advice to follow: the file is at work or half
    telling.line = "another program has it open for writing, or ended while it wrote";
  else if (telling.line.empty())
    telling.line = "the HDF5 library gave no reason";
  return telling;
}

int keep_open(Handle::Id) { return 0; }

}  // namespace

Check::Check(std::filesystem::path file, Access access) : file_(std::move(file)), access_(access) {
  // Heard only before the library's first use. What is open at exit is a file that cannot be closed (h5_output_file.h).
  H5dont_atexit();
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

void Check::fail(std::string_view operation, std::string_view object) const {
  Telling telling = telling_line();
  if (telling.error_number == 0 && open_file_ >= 0 && H5Fflush(open_file_, H5F_SCOPE_GLOBAL) < 0)
    telling = telling_line();
  ErrorDetails failure{file_, std::string(object), std::string(operation), std::move(telling.line), {}};
  if (access_ == Access::read) throw NotReadable(std::move(failure));
  if (telling.error_number == 0) throw H5Error(std::move(failure));
  failure.remedy = remedy_for(telling.error_number);
  throw IoFailure(std::move(failure));
}

void Check::fail(std::string_view operation, std::string_view object, std::string cause) const {
  ErrorDetails failure{file_, std::string(object), std::string(operation), std::move(cause), {}};
  if (access_ == Access::read) throw NotReadable(std::move(failure));
  throw H5Error(std::move(failure));
}

namespace {

Handle string_type(const Check& check) {
  Handle type = check.own(H5Tcopy(H5T_C_S1), H5Tclose, "describe", "string type");
  check(H5Tset_size(type.id(), H5T_VARIABLE), "describe", "string type");
  check(H5Tset_cset(type.id(), H5T_CSET_UTF8), "describe", "string type");
  return type;
}

}  // namespace

Handle memory_type(const Check& check, Type type) {
  switch (type) {
    case Type::f64:
      return {H5T_NATIVE_DOUBLE, keep_open};
    case Type::f32:
      return {H5T_NATIVE_FLOAT, keep_open};
    case Type::i64:
      return {H5T_NATIVE_INT64, keep_open};
    case Type::u64:
      return {H5T_NATIVE_UINT64, keep_open};
    case Type::i32:
      return {H5T_NATIVE_INT32, keep_open};
    case Type::u32:
      return {H5T_NATIVE_UINT32, keep_open};
    case Type::u8:
      return {H5T_NATIVE_UINT8, keep_open};
    case Type::text:
      return string_type(check);
  }
  throw std::logic_error("element type without a memory type");
}

Handle file_type(const Check& check, Type type) {
  switch (type) {
    case Type::f64:
      return {H5T_IEEE_F64LE, keep_open};
    case Type::f32:
      return {H5T_IEEE_F32LE, keep_open};
    case Type::i64:
      return {H5T_STD_I64LE, keep_open};
    case Type::u64:
      return {H5T_STD_U64LE, keep_open};
    case Type::i32:
      return {H5T_STD_I32LE, keep_open};
    case Type::u32:
      return {H5T_STD_U32LE, keep_open};
    case Type::u8:
      return {H5T_STD_U8LE, keep_open};
    case Type::text:
      return string_type(check);
  }
  throw std::logic_error("element type without a file type");
}

Type element_type(const Check& check, Handle::Id id, std::string_view object) {
  const H5T_class_t kind = H5Tget_class(id);
  const std::size_t size = H5Tget_size(id);
  if (kind == H5T_STRING) return Type::text;
  if (kind == H5T_FLOAT && size == 8) return Type::f64;
  if (kind == H5T_FLOAT && size == 4) return Type::f32;
  if (kind == H5T_INTEGER) {
    const bool is_signed = H5Tget_sign(id) == H5T_SGN_2;
    if (size == 8) return is_signed ? Type::i64 : Type::u64;
    if (size == 4 || size == 2 || (size == 1 && is_signed)) return is_signed || size < 4 ? Type::i32 : Type::u32;
    if (size == 1) return Type::u8;
  }
  check.fail("read", object, "its element type is none that this program knows");
}

Handle make_space(const Check& check, const Shape& shape, const Shape& maximum) {
  if (shape.empty()) return check.own(H5Screate(H5S_SCALAR), H5Sclose, "describe", "scalar");
  const std::vector<hsize_t> now(shape.begin(), shape.end());
  const std::vector<hsize_t> most(maximum.begin(), maximum.end());
  return check.own(H5Screate_simple(static_cast<int>(now.size()), now.data(), most.empty() ? nullptr : most.data()),
                   H5Sclose, "describe", "shape " + to_string(shape));
}

Shape shape_of_space(const Check& check, Handle::Id space, std::string_view object) {
  if (H5Sget_simple_extent_type(space) == H5S_NULL) return {0};
  const int rank = check(H5Sget_simple_extent_ndims(space), "read the shape of", object);
  std::vector<hsize_t> lengths(static_cast<std::size_t>(rank));
  check(H5Sget_simple_extent_dims(space, lengths.data(), nullptr), "read the shape of", object);
  return {lengths.begin(), lengths.end()};
}

}  // namespace poldyn::h5
