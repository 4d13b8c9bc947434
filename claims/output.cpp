#include "claims/output.h"

#include <fmt/format.h>

#include <functional>

#include "sim/hdf5/h5_conventions.h"
#include "sim/hdf5/h5_writer.h"

namespace poldyn::analysis {
namespace {

using Names = std::vector<std::string>;

const std::vector<h5::Flag> outcome_flags{{0, "shown"}, {1, "small"}, {2, "opposite"}, {3, "open"}};
const std::vector<h5::Flag> word_flags{{0, "shown"}, {1, "small"}, {2, "opposite"}, {3, "depends"}, {4, "undecided"}};

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
    Names titles;
    for (const auto& claim : result_.claims) titles.push_back(claim.claim.title);
    file_.write_variable({.path = "claims/title",
                          .type = h5::Type::text,
                          .dimensions = {"claim"},
                          .attributes = about("short title", h5::Type::text)},
                         titles);
    const auto count = [&](const char* name, const char* meaning, std::size_t Tally::*number) {
      std::vector<std::int32_t> values;
      for (const auto& claim : result_.claims) values.push_back(static_cast<std::int32_t>(claim.tally().*number));
      file_.write_variable({.path = std::string("claims/") + name,
                            .type = h5::Type::i32,
                            .dimensions = {"claim"},
                            .attributes = about(meaning, h5::Type::i32, "1")},
                           values);
    };
    count("effects", "effects that the claim is made of", &Tally::effects);
    count("shown", "of them, shown", &Tally::shown);
    count("small", "of them, shown to be as good as none", &Tally::small);
    count("opposite", "of them, shown in the other direction", &Tally::opposite);
    count("depends", "of them, shown in some worlds and not in others", &Tally::depends);
    count("undecided", "of them, not decided", &Tally::undecided);
  }

  void flags(const char* path, const char* name, Names dimensions, const std::vector<std::uint8_t>& values,
             const std::vector<h5::Flag>& words) {
    file_.write_variable({.path = path,
                          .type = h5::Type::u8,
                          .dimensions = std::move(dimensions),
                          .attributes = about(name, h5::Type::u8, "1", words)},
                         values);
  }

  void effects() {
    Names units, measures, by_construction;
    std::vector<std::uint8_t> up, counts, outcomes, words;
    std::vector<double> smallest;
    for (const auto& one : effects_) {
      const ClaimEffect& effect = one.effect->effect;
      units.push_back(effect.logarithmic() ? "natural logarithm of a ratio" : effect.unit.empty() ? "1" : effect.unit);
      measures.push_back(effect.measure);
      up.push_back(effect.up ? 1 : 0);
      counts.push_back(effect.counts ? 1 : 0);
      smallest.push_back(threshold(effect));
      by_construction.push_back(one.effect->by_construction);
      words.push_back(static_cast<std::uint8_t>(one.effect->word));
      for (std::size_t point = 0; point < points_; ++point)
        outcomes.push_back(static_cast<std::uint8_t>(point < one.effect->outcomes.size() ? one.effect->outcomes[point]
                                                                                         : Outcome::open));
    }
    const auto texts = [&](const char* path, const char* name, const Names& values) {
      file_.write_variable(
          {.path = path, .type = h5::Type::text, .dimensions = {"effect"}, .attributes = about(name, h5::Type::text)},
          values);
    };
    texts("effects/unit", "unit of the effect", units);
    texts("effects/measure", "what is measured", measures);
    texts("effects/by_construction", "strength of a rule that the effect reads back, or nothing", by_construction);
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
    flags("effects/outcome", "what the interval of the point says", {"effect", "point"}, outcomes, outcome_flags);
    flags("effects/word", "what was found", {"effect"}, words, word_flags);
    pooled();
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
      for (std::size_t p = 0; p < points_; ++p)
        space.push_back(p < one.effect->space.size() ? take(one.effect->space[p]) : no_value);
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

  void pooled() {
    const auto write = [&](const char* name, const char* meaning,
                           const std::function<double(const EffectResult&)>& take) {
      std::vector<double> values;
      for (const auto& one : effects_) values.push_back(take(*one.effect));
      file_.write_variable({.path = std::string("pooled/") + name,
                            .dimensions = {"effect"},
                            .attributes = about(meaning, h5::Type::f64, "1")},
                           values);
    };
    using E = EffectResult;
    write("mean", "mean over points", [](const E& e) { return e.pooled.mean; });
    write("low", "lower end of its 95 % interval", [](const E& e) { return e.pooled.low; });
    write("high", "upper end of its 95 % interval", [](const E& e) { return e.pooled.high; });
    write("tau", "standard deviation between points", [](const E& e) { return e.pooled.tau; });
    write("predicted_low", "lower end of the 95 % interval of a new point",
          [](const E& e) { return e.pooled.predicted_low; });
    write("predicted_high", "upper end of the 95 % interval of a new point",
          [](const E& e) { return e.pooled.predicted_high; });
    write("p", "adjusted p value of all but the region that the mean lies in (Holm)",
          [](const E& e) { return e.region.p; });
    write("points", "points with a value", [](const E& e) { return static_cast<double>(e.pooled.points); });
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
