#include "sim/hdf5/h5_conventions.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string_view>

namespace poldyn::h5 {
namespace {

template <Number T>
AttributeValue bound_as(double bound) {
  if constexpr (std::floating_point<T>) {
    return static_cast<T>(bound);
  } else {
    // max() + 1 is a power of two and so exact in a double; max() itself is not for 64 bits.
    const double above = std::ldexp(1.0, std::numeric_limits<T>::digits);
    const bool whole = bound == std::floor(bound);
    if (!whole || bound < static_cast<double>(std::numeric_limits<T>::min()) || bound >= above)
      throw std::invalid_argument("a bound of " + std::to_string(bound) + " is no " +
                                  std::string(name_of(type_of<T>())));
    return static_cast<T>(bound);
  }
}

AttributeValue bound_as(double bound, Type type) {
  switch (type) {
    case Type::f64:
      return bound_as<double>(bound);
    case Type::f32:
      return bound_as<float>(bound);
    case Type::i64:
      return bound_as<std::int64_t>(bound);
    case Type::u64:
      return bound_as<std::uint64_t>(bound);
    case Type::i32:
      return bound_as<std::int32_t>(bound);
    case Type::u32:
      return bound_as<std::uint32_t>(bound);
    case Type::u8:
      return bound_as<std::uint8_t>(bound);
    case Type::text:
      break;
  }
  throw std::invalid_argument("strings have no bounds");
}

bool is_word(std::string_view text) {
  constexpr std::string_view others = "_-.+@";  // CF-1.10, section 3.5
  const auto allowed = [&](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || others.find(c) != std::string_view::npos;
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}

void add_flags(Attributes& attributes, const std::vector<Flag>& flags, Type type) {
  if (type != Type::u8) throw std::invalid_argument("flags belong to uint8 variables");
  std::vector<std::uint8_t> values;
  std::string meanings;
  for (const auto& flag : flags) {
    if (!is_word(flag.meaning)) throw std::invalid_argument("a flag means one word, not '" + flag.meaning + "'");
    values.push_back(flag.value);
    meanings += (meanings.empty() ? "" : " ") + flag.meaning;
  }
  attributes.push_back({"flag_values", std::move(values)});
  attributes.push_back({"flag_meanings", std::move(meanings)});
}

}  // namespace

Attributes attributes_of(const Conventions& conventions, Type type) {
  Attributes attributes;
  const auto add_text = [&](const char* name, const std::string& text) {
    if (!text.empty()) attributes.push_back({name, text});
  };
  add_text("units", conventions.units);
  add_text("long_name", conventions.long_name);
  add_text("standard_name", conventions.standard_name);
  add_text("calendar", conventions.calendar);
  if (conventions.valid_min) attributes.push_back({"valid_min", bound_as(*conventions.valid_min, type)});
  if (conventions.valid_max) attributes.push_back({"valid_max", bound_as(*conventions.valid_max, type)});
  if (!conventions.flags.empty()) add_flags(attributes, conventions.flags, type);
  attributes.insert(attributes.end(), conventions.more.begin(), conventions.more.end());
  return attributes;
}

}  // namespace poldyn::h5
