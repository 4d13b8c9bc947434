#include "sim/experiment/design_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace poldyn {
namespace {

class DesignReading {
 public:
  DesignReading(Experiment& made, NodeReader& reader, const TomlNode& table, const FactorsRead& factors,
                Mistakes& mistakes)
      : made_(made), reader_(reader), experiment_(table), factors_(factors), mistakes_(mistakes) {}

  void lay_out() {
    const DesignKind kind = made_.design;
    Experiment::Layout layout;
    const bool sampled = kind == DesignKind::latin_hypercube || kind == DesignKind::sobol ||
                         kind == DesignKind::random || kind == DesignKind::saltelli;
    need("points", sampled);
    need("trajectories", kind == DesignKind::morris);
    need("generators", kind == DesignKind::fractional_factorial);
    refuse("levels", kind == DesignKind::morris);
    refuse("second_order", kind == DesignKind::saltelli);
    refuse("table", kind == DesignKind::table);
    refuse("constraints",
           kind != DesignKind::morris && kind != DesignKind::saltelli && kind != DesignKind::fractional_factorial);
    layout.points = factors_.rows;
    if (sampled) layout.points = reader_.whole("points", 1, most_points).value_or(1);
    if (kind == DesignKind::morris) {
      layout.points = reader_.whole("trajectories", 1, most_points).value_or(1);
      layout.levels = reader_.whole("levels", 2, 1000).value_or(4);
      if (layout.levels % 2 != 0)
        reader_.blame(*reader_.find("levels"), "experiment.levels", "experiment.levels is odd", "Morris needs it even");
    }
    layout.second_order = reader_.flag("second_order").value_or(false);
    check_levels();
    if (kind == DesignKind::fractional_factorial && factors_.complete && reader_.find("generators"))
      read_generators(layout);
    if (factors_.complete) read_constraints(layout);
    if (mistakes_.all().empty()) count(layout);
    if (!mistakes_.all().empty()) return;
    made_.lay_out(layout);
    if (made_.points() == 0)
      mistakes_.add(experiment_.key_at, "experiment.constraints", "no point satisfies the constraints", "");
  }

 private:
  void need(const char* key, bool needed) {
    if (needed && !reader_.find(key))
      mistakes_.add(experiment_.key_at, reader_.full(key),
                    fmt::format("a design \"{}\" needs experiment.{}", name(), key), "");
    refuse(key, needed);
  }
  void refuse(const char* key, bool allowed) {
    if (const TomlNode* node = reader_.find(key); node && !allowed)
      reader_.blame(*node, reader_.full(key),
                    fmt::format("experiment.{} has no meaning in a design \"{}\"", key, name()), "take it out");
  }
  std::string_view name() { return names_of<DesignKind>.at(static_cast<std::size_t>(made_.design)); }

  void check_levels() {
    for (std::size_t f = 0; f < made_.factors.size(); ++f) {
      Factor& factor = made_.factors[f];
      if (factor.with || !factors_.sound[f]) continue;
      const bool range = factor.values.empty();
      if (made_.design == DesignKind::full_factorial && factor.levels == 0)
        mistakes_.add(factor.place, factor.name, fmt::format("factor.{} says not how many levels it has", factor.name),
                      "write levels = 3 below its range, or values = [...]");
      if (made_.design == DesignKind::fractional_factorial && range) factor.levels = 2;
      if (made_.design == DesignKind::fractional_factorial && factor.levels != 2)
        mistakes_.add(factor.place, factor.name,
                      fmt::format("factor.{} has {} values, and a fractional factorial has two of each", factor.name,
                                  factor.levels),
                      "write values = [low, high] or a range");
      const bool everywhere = std::none_of(factor.targets.begin(), factor.targets.end(),
                                           [](const auto& targets) { return targets.empty(); });
      if (made_.design == DesignKind::fractional_factorial && !everywhere)
        mistakes_.add(factor.place, factor.name,
                      fmt::format("factor.{} leaves a base out, which a fractional factorial cannot", factor.name), "");
    }
  }

  std::vector<std::string> leaders() {
    std::vector<std::string> names;
    for (const auto& factor : made_.factors)
      if (!factor.with) names.push_back(factor.name);
    return names;
  }

  void read_generators(Experiment::Layout& layout) {
    const auto generators = reader_.texts("generators");
    auto read = read_fraction(leaders(), generators);
    if (const auto* fault = std::get_if<GeneratorFault>(&read))
      return reader_.blame(*reader_.find("generators"), "experiment.generators",
                           fmt::format("generator {} {}", in_quotes(generators[fault->at]), fault->problem),
                           "write generators = [\"D = A*B*C\"], with names of factors");
    layout.fraction = std::move(std::get<Fraction>(read));
    if (const std::size_t length = resolution(*layout.fraction))
      made_.note = length <= 2 ? fmt::format("resolution {}: two factors cannot be told apart", length)
                               : fmt::format("resolution {}", length);
  }

  void read_constraints(Experiment::Layout& layout) {
    std::vector<std::string> names;
    for (std::size_t f = 0; f < made_.factors.size(); ++f)  // one that is not sound may be meant to have numbers
      names.push_back(made_.factors[f].numeric || !factors_.sound[f] ? made_.factors[f].name : "");
    for (const auto& text : made_.constraints) {
      auto read = Constraint::read(text, names);
      if (const auto* fault = std::get_if<std::string>(&read))
        reader_.blame(*reader_.find("constraints"), "experiment.constraints",
                      fmt::format("constraint {} {}", in_quotes(text), *fault), "");
      else
        layout.constraints.push_back(std::move(std::get<Constraint>(read)));
    }
  }

  /// Before anything is laid out: a factorial grows fast.
  void count(const Experiment::Layout& layout) {
    double points = static_cast<double>(std::max<std::size_t>(layout.points, 1));
    const auto free = leaders();
    if (made_.design == DesignKind::full_factorial)
      for (const auto& factor : made_.factors)
        if (!factor.with) points *= static_cast<double>(factor.levels);
    if (layout.fraction) points = std::ldexp(1.0, static_cast<int>(layout.fraction->free.size()));
    if (made_.design == DesignKind::morris) points *= static_cast<double>(free.size() + 1);
    if (made_.design == DesignKind::saltelli)
      points *= static_cast<double>((layout.second_order ? 2 * free.size() : free.size()) + 2);
    if (made_.table_bases.empty()) points *= static_cast<double>(made_.bases.size());
    if (points > static_cast<double>(most_points))
      mistakes_.add(experiment_.key_at, "experiment", fmt::format("the design has {:.3g} points", points),
                    fmt::format("at most {} are allowed: take fewer levels, or a sampling design", most_points));
    else if (points * made_.replicates > static_cast<double>(most_runs))
      mistakes_.add(experiment_.key_at, "experiment",
                    fmt::format("the design has {:.3g} runs: {:.3g} points, {} replicates of each",
                                points * made_.replicates, points, made_.replicates),
                    fmt::format("at most {} are allowed: take fewer, or make several experiments", most_runs));
    if (free.empty() && (made_.design == DesignKind::morris || made_.design == DesignKind::saltelli ||
                         made_.design == DesignKind::sobol))
      reader_.blame(*reader_.find("design"), "experiment.design", fmt::format("a design \"{}\" needs a factor", name()),
                    "write [factor.<name>] with a key and a range");
    const bool direction = made_.design == DesignKind::sobol || made_.design == DesignKind::saltelli;
    if (direction && free.size() > 1800)
      reader_.blame(*reader_.find("design"), "experiment.design",
                    fmt::format("a design \"{}\" has at most 1800 factors", name()), "");
  }

  Experiment& made_;
  NodeReader& reader_;
  const TomlNode& experiment_;
  const FactorsRead& factors_;
  Mistakes& mistakes_;
};

}  // namespace

void lay_out_design(Experiment& experiment, NodeReader& reader, const TomlNode& table, const FactorsRead& factors,
                    Mistakes& mistakes) {
  DesignReading(experiment, reader, table, factors, mistakes).lay_out();
}

}  // namespace poldyn
