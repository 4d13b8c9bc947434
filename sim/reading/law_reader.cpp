#include "sim/reading/law_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "sim/reading/nearest.h"
#include "sim/reading/value_reader.h"

namespace poldyn {
namespace {

/// What a family may be given by: where it lies, and how wide it is. Any column may stand for the one before.
struct Form {
  LawKind kind;
  std::string_view place, other_place;
  std::string_view spread, other_spread;
};
constexpr std::array<Form, law_names.size()> forms{{
    {LawKind::constant, "mean", "", "", ""},
    {LawKind::exponential, "mean", "rate", "", ""},
    {LawKind::erlang, "mean", "", "cv", "k"},
    {LawKind::gamma, "mean", "", "cv", "shape"},
    {LawKind::lognormal, "mean", "median", "cv", "sigma"},
    {LawKind::uniform, "mean", "min", "cv", "max"},
    {LawKind::weibull, "mean", "", "cv", "shape"},
    {LawKind::pareto, "mean", "xm", "cv", "alpha"},
    {LawKind::hyperexponential, "mean", "", "cv", ""},
    {LawKind::inverse_gaussian, "mean", "", "cv", "shape"},
}};
const Form& form(LawKind kind) { return forms.at(static_cast<std::size_t>(kind)); }

/// The parameters that a table gives, in the declared unit. One that cannot be read is there as `stand_in`, so that the
/// others are judged too.
struct Given {
  std::optional<double> place, other_place, spread, other_spread;
  bool unread_place = false, unread_spread = false;
  bool unknown_key = false;  ///< it may be meant for one that is lacking
  bool none() const { return !place && !other_place && !spread && !other_spread; }
};
constexpr double stand_in = 1;
constexpr double unknown_value = std::numeric_limits<double>::quiet_NaN();

class LawReading {
 public:
  LawReading(const TomlNode& table, Unit unit, std::string_view path, std::vector<Mistake>& mistakes)
      : table_(table), unit_(unit), path_(path), mistakes_(mistakes) {}

  Law read(const Law& below) {
    const TomlNode* dist = table_.find("dist");
    const auto kind = dist ? read_kind(*dist) : below.kind;
    if (!kind) return {below.kind, unknown_value, unknown_value};
    const Given given = read_given(*kind, dist != nullptr);
    Law law = !dist ? changed(below, given) : given.none() ? reshaped(below, *kind) : complete(*kind, given);
    judge(law, given);
    if (given.unread_place || (given.unread_spread && given.other_place)) law.mean = unknown_value;
    return law;
  }

 private:
  std::optional<LawKind> read_kind(const TomlNode& dist) {
    const std::vector<std::string> known(law_names.begin(), law_names.end());
    const auto* name = std::get_if<std::string>(&dist.value);
    const auto at = name ? std::find(known.begin(), known.end(), *name) : known.end();
    if (at != known.end()) return static_cast<LawKind>(at - known.begin());
    blame(dist, fmt::format("dist = {} is no distribution", shown(dist)), name ? suggestion(*name, known) : "");
    return std::nullopt;
  }

  Given read_given(LawKind kind, bool complete) {
    const Form& f = form(kind);
    Given given;
    const auto known = complete ? law_parameters(kind) : std::vector<std::string>{"dist", "mean", "cv"};
    for (const auto& child : table_.children) {
      if (child.key == "dist") continue;
      auto* slot = child.key == f.place && !f.place.empty()                    ? &given.place
                   : child.key == f.other_place && complete                    ? &given.other_place
                   : child.key == f.spread || (!complete && child.key == "cv") ? &given.spread
                   : child.key == f.other_spread && complete                   ? &given.other_spread
                                                                               : nullptr;
      if (!slot) {
        unknown(child, kind, known, complete);
        given.unknown_key = true;
      } else {
        const auto value = read_double(child, unit_of(child.key, kind), path_ + "." + child.key, mistakes_);
        *slot = value.value_or(stand_in);
        const bool placed = slot == &given.place || slot == &given.other_place;
        (placed ? given.unread_place : given.unread_spread) |= !value;
      }
    }
    return given;
  }

  /// Mean and spread each by itself; what stands in for something unread is not judged.
  void judge(Law law, const Given& given) {
    if (!given.unread_place && law.mean < 0) blame(table_, "mean must be zero or more", "");
    law.mean = stand_in;
    if (!given.unread_spread && std::isfinite(law.cv) && !fault(law).empty()) blame(table_, fault(law), "");
  }

  void unknown(const TomlNode& child, LawKind kind, const std::vector<std::string>& known, bool complete) {
    const auto name = law_names.at(static_cast<std::size_t>(kind));
    if (complete)
      blame(child, fmt::format("unknown key '{}' of the {} law", child.key, name), suggestion(child.key, known));
    else
      blame(child, fmt::format("unknown key '{}' of a law without dist", child.key),
            "name its dist, or change only its mean and cv");
  }

  Unit unit_of(std::string_view key, LawKind kind) const {
    if (key == "mean" || key == "median" || key == "xm" || key == "min" || key == "max") return unit_;
    if (key == "shape" && kind == LawKind::inverse_gaussian) return unit_;
    if (key == "rate" && unit_ == Unit::day) return Unit::per_day;
    return Unit::none;
  }

  static Law changed(Law law, const Given& given) {
    if (given.place) law.mean = *given.place;
    if (given.spread) law.cv = *given.spread;
    return law;
  }

  static Law reshaped(const Law& below, LawKind kind) {
    const double cv = kind == LawKind::constant ? 0 : kind == LawKind::exponential ? 1 : below.cv;
    return {kind, below.mean, cv};
  }

  Law complete(LawKind kind, const Given& given) {
    const Form& f = form(kind);
    if (kind == LawKind::uniform && (given.other_place || given.other_spread)) return between(given);
    const bool placed = one_of(given.place, given.other_place, f.place, f.other_place, given.unknown_key);
    const bool wide =
        f.spread.empty() || one_of(given.spread, given.other_spread, f.spread, f.other_spread, given.unknown_key);
    Law law{kind, given.place.value_or(unknown_value), unknown_value};
    if (f.spread.empty())
      law = reshaped(law, kind);
    else if (wide)
      law.cv = given.spread ? *given.spread : cv_of(law, *given.other_spread, given.unread_spread);
    if (!placed)
      law.mean = unknown_value;
    else if (given.other_place)
      law.mean = mean_of(law, *given.other_place);
    return law;
  }

  bool one_of(const std::optional<double>& a, const std::optional<double>& b, std::string_view name_a,
              std::string_view name_b, bool perhaps_misspelt) {
    if (a.has_value() != b.has_value()) return true;
    const std::string either = name_b.empty() ? fmt::format("{}", name_a) : fmt::format("{} or {}", name_a, name_b);
    if (a)
      blame(table_, fmt::format("has both {} and {}", name_a, name_b), "give one of the two");
    else if (!perhaps_misspelt)
      blame(table_, fmt::format("lacks {}", either), fmt::format("add {}", either));
    return false;
  }

  Law between(const Given& given) {
    const Law unknown{LawKind::uniform, unknown_value, unknown_value};
    if (given.unread_place || given.unread_spread || given.unknown_key) return unknown;
    if (!given.other_place || !given.other_spread || given.place || given.spread)
      blame(table_, "a uniform law takes min and max, or mean and cv", "give both of one pair");
    else if (!(*given.other_place >= 0 && *given.other_place < *given.other_spread))
      blame(table_, "a uniform law needs 0 <= min < max", "");
    else {
      const double low = *given.other_place, high = *given.other_spread;
      return {LawKind::uniform, (low + high) / 2, (high - low) / (std::sqrt(3.0) * (low + high))};
    }
    return unknown;
  }

  double cv_of(const Law& law, double given, bool unread) {
    const std::string_view name = form(law.kind).other_spread;
    const double least = law.kind == LawKind::pareto ? 2 : 0;
    if (unread) return stand_in;
    if (!(given > least))
      return blame(table_, fmt::format("{} = {} must be above {}", name, given, least),
                   law.kind == LawKind::pareto ? "with alpha <= 2 the spread is infinite" : "");
    if (law.kind == LawKind::erlang && given != std::floor(given))
      return blame(table_, fmt::format("k = {} must be a whole number", given), "dist = \"gamma\" takes any shape");
    switch (law.kind) {
      case LawKind::pareto:
        return 1 / std::sqrt(given * (given - 2));
      case LawKind::lognormal:
        return std::sqrt(std::expm1(given * given));
      case LawKind::inverse_gaussian:
        return std::sqrt(law.mean / given);
      case LawKind::weibull:
        return std::sqrt(std::expm1(std::lgamma(1 + 2 / given) - 2 * std::lgamma(1 + 1 / given)));
      default:
        return 1 / std::sqrt(given);  // erlang and gamma: k or shape stages
    }
  }

  double mean_of(const Law& law, double given) {
    if (law.kind == LawKind::exponential) {
      if (!(given > 0)) return blame(table_, fmt::format("rate = {} must be above 0", given), "");
      return 1 / given;
    }
    if (law.kind == LawKind::lognormal) return given * std::sqrt(1 + law.cv * law.cv);
    const double alpha = 1 + std::sqrt(1 + 1 / (law.cv * law.cv));
    return given * alpha / (alpha - 1);  // pareto
  }

  double blame(const TomlNode& node, std::string_view problem, std::string remedy) {
    mistakes_.push_back({node.value_at, path_, fmt::format("{}: {}", path_, problem), std::move(remedy), Blame::data});
    return unknown_value;
  }

  const TomlNode& table_;
  Unit unit_;
  std::string path_;
  std::vector<Mistake>& mistakes_;
};

}  // namespace

Law read_law(const TomlNode& table, Unit unit, const Law& below, std::string_view path,
             std::vector<Mistake>& mistakes) {
  return LawReading(table, unit, path, mistakes).read(below);
}

std::vector<std::string> law_parameters(LawKind kind) {
  const Form& f = form(kind);
  std::vector<std::string> made;
  for (const auto name : {f.place, f.other_place, f.spread, f.other_spread})
    if (!name.empty()) made.emplace_back(name);
  return made;
}

}  // namespace poldyn
