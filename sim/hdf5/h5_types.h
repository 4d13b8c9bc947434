#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace poldyn::h5 {

/// What one element of a stored array is. `text` is a variable-length UTF-8 string: fixed-length strings crash ncdump
/// and xarray. There is no bool and no enum, because netCDF readers drop both: use u8 with flags (h5_conventions.h).
enum class Type : std::uint8_t { f64, f32, i64, u64, i32, u32, u8, text };

template <class T>
concept Number = std::same_as<T, double> || std::same_as<T, float> || std::same_as<T, std::int64_t> ||
    std::same_as<T, std::uint64_t> || std::same_as<T, std::int32_t> || std::same_as<T, std::uint32_t> ||
    std::same_as<T, std::uint8_t>;
template <class T>
concept Element = Number<T> || std::same_as<T, std::string>;

template <Element T>
constexpr Type type_of() {
  if constexpr (std::same_as<T, double>) return Type::f64;
  if constexpr (std::same_as<T, float>) return Type::f32;
  if constexpr (std::same_as<T, std::int64_t>) return Type::i64;
  if constexpr (std::same_as<T, std::uint64_t>) return Type::u64;
  if constexpr (std::same_as<T, std::int32_t>) return Type::i32;
  if constexpr (std::same_as<T, std::uint32_t>) return Type::u32;
  if constexpr (std::same_as<T, std::uint8_t>) return Type::u8;
  return Type::text;
}

std::string_view name_of(Type type);  ///< "float64", ..., "string"
std::size_t size_of(Type type);       ///< bytes of one stored element; of a string, of its reference
constexpr bool is_float(Type type) { return type == Type::f64 || type == Type::f32; }
/// True if every value of `from` is a value of `to`: a uint64 seed does not fit a float64.
bool fits(Type from, Type to);

/// Lengths of the axes, outermost first; empty for a scalar.
using Shape = std::vector<std::uint64_t>;
/// Number of elements: 1 for a scalar, 0 if any axis is empty. Throws std::length_error beyond 2^63 - 1.
std::uint64_t volume(const Shape& shape);
std::string to_string(const Shape& shape);  ///< "(2, 3)"

/// A view of elements in row-major order, for the length of one call: the caller keeps them alive.
class Values {
 public:
  /// From any contiguous range (std::vector, std::array, std::span, ...) of one of the element types.
  template <class Range>
  requires requires(const Range& range) {
    { *std::data(range) } -> std::convertible_to<const std::iter_value_t<decltype(std::data(range))>&>;
    requires Element<std::iter_value_t<decltype(std::data(range))>>;
  }
  Values(const Range& range)  // NOLINT(google-explicit-constructor): a view, like std::span
      : type_(type_of<std::iter_value_t<decltype(std::data(range))>>()),
        data_(std::data(range)),
        size_(std::size(range)) {}
  /// One element, for a scalar.
  template <Element T>
  Values(const T& one) : type_(type_of<T>()), data_(&one), size_(1) {}  // NOLINT(google-explicit-constructor)

  Type type() const { return type_; }
  const void* data() const { return data_; }
  std::size_t size() const { return size_; }

 private:
  Type type_;
  const void* data_;
  std::size_t size_;
};

using AttributeValue = std::variant<std::string, double, float, std::int64_t, std::uint64_t, std::int32_t,
                                    std::uint32_t, std::uint8_t, std::vector<std::string>, std::vector<double>,
                                    std::vector<float>, std::vector<std::int64_t>, std::vector<std::uint64_t>,
                                    std::vector<std::int32_t>, std::vector<std::uint32_t>, std::vector<std::uint8_t>>;

/// A named value of a file, group or variable. Numbers keep their type; single values are stored as scalars.
struct Attribute {
  std::string name;
  AttributeValue value;
};
/// Readers show attributes in this order.
using Attributes = std::vector<Attribute>;

}  // namespace poldyn::h5
