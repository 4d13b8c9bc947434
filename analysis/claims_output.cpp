#include "analysis/claims_output.h"

#include <fmt/format.h>

#include <functional>

#include "sim/io/h5_conventions.h"
#include "sim/io/h5_writer.h"

namespace poldyn::analysis {
namespace {

using Names = std::vector<std::string>;

const std::vector<h5::Flag> outcome_flags{{0, "holds"}, {1, "fails"}, {2, "reverses"}, {3, "undecided"}};

h5::Attributes about(const std::string& long_name, h5::Type type, std::string units = {},
                     std::vector<h5::Flag> flags = {}) {
  return h5::attributes_of({.units = std::move(units), .long_name = long_name, .flags = std::move(flags)}, type);
}

class ClaimsWriting {
 public:
  ClaimsWriting(const ClaimsResult& result, h5::Writer& file) : result_(result), file_(file) {
    for (const auto& claim : result.claims)
      for (const auto& effect : claim.effects) effects_.push_back({&claim, &effect});
    points_ = result.columns.empty() ? 0 : result.columns.front().values.size();
  }

  void write() {
    Names ids;
    for (const auto& claim : result_.claims) ids.push_back(claim.claim.id);
    file_.define_dimension({.path = "claim", .attributes = about("claim", h5::Type::text)}, ids);
    Names names;
    for (const auto& one : effects_)
      names.push_back(fmt::format("{}: {}", one.claim->claim.id, one.effect->effect.name));
    file_.define_dimension({.path = "effect", .attributes = about("claim and effect", h5::Type::text)}, names);
    std::vector<std::int32_t> points(points_);
    for (std::size_t p = 0; p < points_; ++p) points[p] = static_cast<std::int32_t>(p);
    file_.define_dimension({.path = "point", .attributes = about("point of the parameter space", h5::Type::i32, "1")},
                           points);
    for (const auto& column : result_.columns)
      file_.write_variable({.path = "parameters/" + column.name,
                            .dimensions = {"point"},
                            .attributes = about("uncertain parameter, in its own unit", h5::Type::f64, "1")},
                           column.values);
    claims();
    effects();
  }

 private:
  struct One {
    const ClaimResult* claim;
    const EffectResult* effect;
  };

  void claims() {
    Names verdicts, titles;
    std::vector<std::uint8_t> outcomes, baseline;
    std::vector<double> p;
    for (const auto& claim : result_.claims) {
      verdicts.push_back(verdict_text(claim.verdict, claim.decider));
      titles.push_back(claim.claim.title);
      baseline.push_back(static_cast<std::uint8_t>(claim.baseline));
      p.push_back(claim.p);
      for (std::size_t point = 0; point < points_; ++point)
        outcomes.push_back(static_cast<std::uint8_t>(claim.points.empty() ? Outcome::undecided : claim.points[point]));
    }
    const auto text = [&](const char* path, const char* name, const Names& values) {
      file_.write_variable(
          {.path = path, .type = h5::Type::text, .dimensions = {"claim"}, .attributes = about(name, h5::Type::text)},
          values);
    };
    text("claims/title", "short title", titles);
    text("claims/verdict", "verdict", verdicts);
    flags("claims/baseline", "outcome at the baseline, adjusted for all claims", {"claim"}, baseline);
    flags("claims/outcome", "outcome", {"claim", "point"}, outcomes);
    file_.write_variable({.path = "claims/p",
                          .dimensions = {"claim"},
                          .attributes = about("adjusted p value at the baseline (Holm)", h5::Type::f64, "1")},
                         p);
  }

  void flags(const char* path, const char* name, Names dimensions, const std::vector<std::uint8_t>& values) {
    file_.write_variable({.path = path,
                          .type = h5::Type::u8,
                          .dimensions = std::move(dimensions),
                          .attributes = about(name, h5::Type::u8, "1", outcome_flags)},
                         values);
  }

  void effects() {
    Names units, measures;
    std::vector<std::uint8_t> up, counts, outcomes;
    std::vector<double> smallest;
    for (const auto& one : effects_) {
      const ClaimEffect& effect = one.effect->effect;
      const bool logarithmic = effect.kind == EffectKind::ratio || effect.kind == EffectKind::spread;
      units.push_back(logarithmic ? "natural logarithm of a ratio" : effect.unit.empty() ? "1" : effect.unit);
      measures.push_back(effect.measure);
      up.push_back(effect.up ? 1 : 0);
      counts.push_back(effect.counts ? 1 : 0);
      smallest.push_back(threshold(effect));
      for (const Outcome outcome : one.effect->outcomes) outcomes.push_back(static_cast<std::uint8_t>(outcome));
    }
    const auto texts = [&](const char* path, const char* name, const Names& values) {
      file_.write_variable(
          {.path = path, .type = h5::Type::text, .dimensions = {"effect"}, .attributes = about(name, h5::Type::text)},
          values);
    };
    texts("effects/unit", "unit of the effect", units);
    texts("effects/measure", "what is measured", measures);
    const auto switches = [&](const char* path, const char* name, const std::vector<std::uint8_t>& values, h5::Flag no,
                              h5::Flag yes) {
      file_.write_variable({.path = path,
                            .type = h5::Type::u8,
                            .dimensions = {"effect"},
                            .attributes = about(name, h5::Type::u8, "1", {std::move(no), std::move(yes)})},
                           values);
    };
    switches("effects/direction", "claimed direction", up, {0, "down"}, {1, "up"});
    switches("effects/counts", "whether it is part of the claim", counts, {0, "context"}, {1, "counts"});
    file_.write_variable({.path = "effects/smallest",
                          .dimensions = {"effect"},
                          .attributes = about("smallest effect of interest", h5::Type::f64, "1")},
                         smallest);
    flags("effects/outcome", "outcome", {"effect", "point"}, outcomes);
    numbers("mean", "mean effect", [](const PointEffect& e) { return e.mean; });
    numbers("low", "lower end of the 95 % interval", [](const PointEffect& e) { return e.low; });
    numbers("high", "upper end of the 95 % interval", [](const PointEffect& e) { return e.high; });
    numbers("standardised", "mean effect over the standard deviation of runs without the driver",
            [](const PointEffect& e) { return e.standardised; });
  }

  void numbers(const std::string& name, const std::string& meaning,
               const std::function<double(const PointEffect&)>& take) {
    std::vector<double> baseline, space;
    for (const auto& one : effects_) {
      baseline.push_back(take(one.effect->baseline));
      for (const auto& at : one.effect->space) space.push_back(take(at));
    }
    file_.write_variable({.path = "effects/baseline_" + name,
                          .dimensions = {"effect"},
                          .attributes = about(meaning + ", at the baseline", h5::Type::f64, "1")},
                         baseline);
    file_.write_variable({.path = "effects/" + name,
                          .dimensions = {"effect", "point"},
                          .attributes = about(meaning, h5::Type::f64, "1")},
                         space);
  }

  const ClaimsResult& result_;
  h5::Writer& file_;
  std::vector<One> effects_;
  std::size_t points_ = 0;
};

}  // namespace

void write_claims(const ClaimsResult& result, const ClaimsOrigin& origin, const std::filesystem::path& output) {
  h5::Writer file(output, h5::IfExists::replace);
  file.set_attributes("/", {{"Conventions", std::string("CF-1.10")},
                            {"title", std::string(origin.quick ? "Claims, a quick look" : "Claims")},
                            {"source", fmt::format("poldyn {}, discrete-event simulation", origin.version)},
                            {"poldyn_version", origin.version},
                            {"git_commit", origin.git_commit},
                            {"command_line", origin.command_line},
                            {"claims_file", origin.file},
                            {"fingerprint", origin.fingerprint}});
  ClaimsWriting(result, file).write();
  file.commit();
}

}  // namespace poldyn::analysis
