#include "sim/hdf5/h5_types.h"

#include <limits>
#include <stdexcept>

namespace poldyn::h5 {

std::string_view name_of(Type type) {
  switch (type) {
    case Type::f64:
      return "float64";
    case Type::f32:
      return "float32";
    case Type::i64:
      return "int64";
    case Type::u64:
      return "uint64";
    case Type::i32:
      return "int32";
    case Type::u32:
      return "uint32";
    case Type::u8:
      return "uint8";
    case Type::text:
      return "string";
  }
  throw std::logic_error("unnamed element type");
}

std::size_t size_of(Type type) {
  switch (type) {
    case Type::f64:
    case Type::i64:
    case Type::u64:
      return 8;
    case Type::f32:
    case Type::i32:
    case Type::u32:
      return 4;
    case Type::u8:
      return 1;
    case Type::text:
      return 16;
  }
  throw std::logic_error("element type without a size");
}

bool fits(Type from, Type to) {
  if (from == to) return true;
  switch (to) {
    case Type::f64:
      return from == Type::f32 || from == Type::i32 || from == Type::u32 || from == Type::u8;
    case Type::i64:
      return from == Type::i32 || from == Type::u32 || from == Type::u8;
    case Type::u64:
      return from == Type::u32 || from == Type::u8;
    case Type::f32:
    case Type::i32:
    case Type::u32:
      return from == Type::u8;
    case Type::u8:
    case Type::text:
      return false;
  }
  return false;
}

std::uint64_t volume(const Shape& shape) {
  constexpr auto limit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  for (const auto length : shape)
    if (length == 0) return 0;
  std::uint64_t product = 1;
  for (const auto length : shape) {
    if (length > limit / product) throw std::length_error("an array of shape " + to_string(shape) + " is too large");
    product *= length;
  }
  return product;
}

std::string to_string(const Shape& shape) {
  std::string text = "(";
  for (const auto length : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(length);
  return text + ")";
}

}  // namespace poldyn::h5
