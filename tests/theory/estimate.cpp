#include "tests/theory/estimate.h"

#include <cstdio>
#include <string>

#include "tests/catch.h"
#include "tests/theory/reference_cases.h"

namespace poldyn::theory {
namespace {

constexpr double most_errors = 4;  // |t29| > 4 by chance: 4 in 10,000, and the seeds are fixed

void compare(const std::string& name, double expected, double standard_error, double detects) {
  INFO(name << ": expected " << expected);
  CHECK(most_errors * standard_error < detects * std::abs(expected));
}

void report(const std::string& name, double expected, double expected_error, const Estimate& found, double detects) {
  const double error = std::hypot(found.standard_error, expected_error);
  const double z = (found.mean - expected) / error;
  static bool headed = false;
  if (!headed)
    std::printf("%-26s %12s %10s %12s %7s %7s %7s\n", "case", "simulated", "SE", "expected", "z", "band", "detects");
  headed = true;
  std::printf("%-26s %12.6g %10.3g %12.6g %+7.2f %6.1f%% %6.0f%%\n", name.c_str(), found.mean, error, expected, z,
              100 * most_errors * error / std::abs(expected), 100 * detects);
  std::fflush(stdout);
  compare(name, expected, error, detects);
  INFO(name << ": simulated " << found.mean << ", standard error " << error << ", expected " << expected);
  CHECK(std::abs(z) <= most_errors);
}

}  // namespace

void agrees(std::string_view id, const Estimate& found, double detects, std::string_view variant) {
  const ReferenceCase known = reference_case(id);
  const std::string name = std::string(id) + (variant.empty() ? "" : ", ") + std::string(variant);
  report(name, known.expected, known.standard_error, found, detects);
}

void agrees_with(std::string_view name, double expected, const Estimate& found, double detects) {
  report(std::string(name), expected, 0, found, detects);
}

}  // namespace poldyn::theory
