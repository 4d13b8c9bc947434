#include "app/console/option_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "sim/reading/parse_double.h"

namespace poldyn::app {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string fault_of_whole_number(std::string_view given, std::uint64_t low, std::uint64_t high) {
  std::string_view digits = given;
  if (digits.starts_with('+') || digits.starts_with('-')) digits.remove_prefix(1);
  if (!all_digits(digits)) return fmt::format("'{}' is no whole number; write one from {} to {}", given, low, high);
  std::uint64_t value = 0;
  const bool fits = std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc{};
  const bool negative = given.starts_with('-') && value > 0;
  if (fits && !negative && value >= low && value <= high) return {};
  return fmt::format("{} is out of range; write a whole number from {} to {}", given, low, high);
}

}  // namespace

CLI::Validator whole_number(std::uint64_t low, std::uint64_t high) {
  return {[low, high](std::string& given) { return fault_of_whole_number(given, low, high); }, ""};
}

CLI::Validator number_within(double low, double high) {
  return {[low, high](std::string& given) {
            double value = 0;
            const auto [end, error] = parse_double(given.data(), given.data() + given.size(), value);
            const bool whole = error == std::errc() && end == given.data() + given.size();
            if (whole && value >= low && value <= high) return std::string();
            return fmt::format("'{}' is no number from {} to {}", given, low, high);
          },
          ""};
}

CLI::Validator not_empty() {
  return {[](std::string& given) {
            return given.empty() ? std::string(
                                       "the text is empty; say something, or leave the "
                                       "option out if it need not be there")
                                 : std::string();
          },
          ""};
}

}  // namespace poldyn::app
