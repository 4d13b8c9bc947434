#include "app/metrics/margin_option.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>

#include "app/metrics/metric_unit.h"
#include "sim/reading/quantity.h"

namespace poldyn::app {
namespace {

constexpr std::array units{Unit::none, Unit::bit,          Unit::day,   Unit::per_day,       Unit::per_year,
                           Unit::oom,  Unit::oom_per_year, Unit::money, Unit::money_per_year};

[[noreturn]] void margin_fault(const std::string& text, const std::string& problem) {
  throw CLI::ValidationError("--equivalent", fmt::format("'{}' {}", text, problem));
}

bool has_unit(const std::string& text) { return text.find_first_not_of("0123456789.eE+- ") != text.npos; }

/// The quantity in a unit; nothing if it is none of that: a bare number has none.
std::optional<double> amount_in(const std::string& text, Unit unit) {
  if (has_unit(text) == info(unit).symbol.empty()) return std::nullopt;
  const auto parsed = parse_quantity(text, unit);
  const double* amount = std::get_if<double>(&parsed);
  return amount ? std::optional(*amount) : std::nullopt;
}

/// A share of A's mean; nothing if the text is none.
std::optional<double> share_in(const std::string& text) {
  if (!text.ends_with('%')) return std::nullopt;
  const auto parsed = parse_quantity(text, Unit::share);
  if (const auto* wrong = std::get_if<QuantityFault>(&parsed))
    margin_fault(text, wrong->problem + "; write 5%, or \"5 d\"");
  const double share = std::get<double>(parsed);
  if (!(share > 0 && share < 1)) margin_fault(text, "is no share of A's mean between 0 and 100 %, as 5% is");
  return share;
}

void require_amount(const std::string& text) {
  if (share_in(text)) return;
  std::optional<double> amount;
  for (const Unit unit : units)
    if (!amount) amount = amount_in(text, unit);
  if (!amount) margin_fault(text, "is neither a share of A's mean, as 5%, nor a quantity, as \"5 d\" or \"0.1 OOM\"");
  if (!(*amount > 0)) margin_fault(text, "is not above 0: no two sides are as near as that");
}

}  // namespace

std::function<std::optional<analysis::Margin>(const results::MetricInfo&)> margins_of(
    const std::vector<std::string>& texts) {
  if (texts.empty()) return {};
  for (const auto& text : texts) require_amount(text);
  return [texts](const results::MetricInfo& about) -> std::optional<analysis::Margin> {
    for (const auto& text : texts)
      if (const auto amount = amount_in(text, unit_of(about)); amount && !text.ends_with('%'))
        return analysis::Margin{*amount, false};
    for (const auto& text : texts)
      if (const auto share = share_in(text)) return analysis::Margin{*share, true};
    return std::nullopt;
  };
}

std::string margin_text(const analysis::Margin& margin, const results::MetricInfo& about) {
  if (margin.relative) return fmt::format("{:.4g} % of A's mean", 100 * margin.amount);
  return about.symbol.empty() ? fmt::format("{:.4g}", margin.amount)
                              : fmt::format("{:.4g} {}", margin.amount, about.symbol);
}

}  // namespace poldyn::app
