#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "analysis/sensitivity/blocks.h"
#include "analysis/sensitivity/influence.h"
#include "app/commands/commands.h"
#include "app/console/numbers.h"
#include "app/console/option_checks.h"
#include "app/console/terminal.h"
#include "app/console/text_table.h"
#include "app/metrics/metric_option.h"
#include "app/metrics/survivors.h"
#include "app/runs/resampling.h"
#include "app/sensitivity/influence_json.h"
#include "app/sensitivity/influence_table.h"
#include "sim/reading/nearest.h"

namespace poldyn::app {
namespace {

using analysis::LabelledMetric;
using analysis::Study;

struct SensitivityOptions {
  std::filesystem::path file;
  std::vector<std::string> metrics, blocs, bases;
  std::string since;
  double level = analysis::confidence;
  bool given_data = false, shapley = false;
  bool json = false;
};

constexpr std::size_t most_unasked = 3;   // a screen
constexpr std::size_t fewest_points = 8;  // that an index by ranks or classes is of

/// Places of the names asked for, or of all.
std::vector<std::size_t> chosen(const std::vector<std::string>& asked, const std::vector<std::string>& known,
                                const std::string& option) {
  std::vector<std::size_t> made;
  for (std::size_t i = 0; asked.empty() && i < known.size(); ++i) made.push_back(i);
  for (const auto& name : asked) {
    const auto at = std::find(known.begin(), known.end(), name);
    if (at == known.end())
      throw CLI::ValidationError(option, fmt::format("the file has no '{}'; {}", name, suggestion(name, known)));
    made.push_back(static_cast<std::size_t>(at - known.begin()));
  }
  return made;
}

std::vector<LabelledMetric> responses_asked(const SensitivityOptions& options,
                                            const std::vector<analysis::Side>& sides) {
  if (!options.metrics.empty()) return rows_asked(options.metrics, sides, !options.since.empty());
  std::vector<LabelledMetric> made = analysis::headline_rows(analysis::totals_of(sides));
  if (made.empty())
    throw Failure(Exit::bad_data,
                  fmt::format("{} holds no total; -m names a sampled metric, as poldyn export --list does",
                              options.file.string()));
  if (made.size() > most_unasked) made.resize(most_unasked);
  return made;
}

void require_factors(const Study& study, const std::filesystem::path& file) {
  if (!study.factors.empty()) return;
  const bool design = !study.design.empty() || !study.constants.empty();
  throw Failure(Exit::bad_data,
                fmt::format("{}: {}", file.string(),
                            design ? "no factor of it varies; give its experiment factors with several values"
                                   : "it is no merged campaign, so nothing varies in it: make one with poldyn sweep "
                                     "EXPERIMENT and poldyn merge"));
}

std::string design_text(const Study& study, std::size_t base, const analysis::Influence& found) {
  const std::size_t points = study.points_of(base).size();
  std::string made =
      fmt::format("{}{}", counted(points, "point"), study.design.empty() ? "" : " of design " + study.design);
  made += fmt::format(", {}", counted(study.replicates, "replicate"));
  return made + (found.common ? " on common random numbers" : ", each point with random numbers of its own");
}

class Sensitivity {
 public:
  explicit Sensitivity(const SensitivityOptions& options)
      : options_(options),
        file_(std::make_shared<const results::Reader>(options.file)),
        study_(analysis::study_of(*file_)),
        sides_({analysis::side_of(file_)}) {}

  void run() {
    require_factors(study_, options_.file);
    const auto since = since_of(options_.since);
    if (since) require_samples(options_.since, *since, sides_), span_.from = *since;
    const auto responses = responses_asked(options_, sides_);
    const auto blocs = chosen(options_.blocs, study_.blocs, "--bloc");
    const auto bases = chosen(options_.bases, study_.bases, "--base");
    for (const std::size_t base : bases)
      for (const LabelledMetric& asked : responses)
        for (const std::size_t bloc : blocs) add(base, asked, bloc);
    if (options_.json)
      print(influence_json(study_, found_, options_.level));
    else
      print_text();
  }

 private:
  void add(std::size_t base, const LabelledMetric& asked, std::size_t bloc) {
    const auto values = study_.response(asked.about.path, bloc, asked.label, span_);
    const analysis::InfluenceSettings judging{options_.level, 1000, resampler_for, options_.given_data,
                                              options_.shapley};
    try {
      found_.push_back({base, bloc, asked, influence_of(study_, base, values, judging)});
      const std::size_t points = study_.points_of(base).size();
      if (found_.back().influence.method == analysis::Method::given_data && points < fewest_points)
        throw Failure(
            Exit::bad_data,
            fmt::format("{}: of {} no estimate tells anything, and it takes {} at least, better some hundred; "
                        "give the experiment more points",
                        options_.file.string(), counted(points, "point"), fewest_points));
    } catch (const analysis::DesignFault& fault) {
      throw Failure(Exit::bad_data, fmt::format("{}: {}", options_.file.string(), fault.what()));
    }
  }

  void print_text() const {
    const std::size_t width = terminal_width();
    print(wrapped(fmt::format("{}: {}. {}.", options_.file.string(), study_.title,
                              design_text(study_, found_.front().base, found_.front().influence)),
                  width) +
          "\n");
    for (const FoundInfluence& one : found_) {
      std::string where = "bloc " + study_.blocs[one.bloc];
      if (study_.bases.size() > 1) where = "base " + study_.bases[one.base] + ", " + where;
      print("\n" + influence_text(study_, one.influence,
                                  {label(one.asked.about), one.asked.about.symbol, where, options_.shapley}, width));
    }
    print("\n" + influence_legend(found_.front().influence, width));
    std::vector<std::string> names;
    names.reserve(found_.size());
    for (const FoundInfluence& one : found_) names.push_back(one.asked.about.name);
    if (const std::string note = survivors_note(names); !note.empty()) print("\n" + wrapped(note, width) + "\n");
    warn_of_correlation();
  }

  void warn_of_correlation() const {
    constexpr double much = 0.3;
    const analysis::Influence& first = found_.front().influence;
    if (std::abs(first.most_correlated) > much && first.units > 30)
      say(fmt::format(
          "poldyn: note: factors are not independent ({} have rank correlation {:.2f}): what they share counts "
          "for both\n",
          first.correlated_pair, first.most_correlated));
  }

  const SensitivityOptions& options_;
  std::shared_ptr<const results::Reader> file_;
  Study study_;
  std::vector<analysis::Side> sides_;
  analysis::Span span_;
  std::vector<FoundInfluence> found_;
};

}  // namespace

void add_sensitivity(CLI::App& program, Session&) {
  const auto options = std::make_shared<SensitivityOptions>();
  CLI::App& command = *program.add_subcommand("sensitivity", "Which factors of a campaign matter, and how much");
  command.add_option("FILE", options->file, "a result file of poldyn merge")->required()->check(not_empty());
  const auto many = [&](const char* name, std::vector<std::string>& to, const char* text, const char* type) {
    command.add_option(name, to, text)->allow_extra_args(false)->type_name(type);
  };
  many("-m,--metric", options->metrics, "total that factors act on; repeatable", "NAME");
  many("--bloc", options->blocs, "of this bloc alone; repeatable", "NAME");
  many("--base", options->bases, "of points of this base alone; repeatable", "NAME");
  command.add_option("--since", options->since, "means of samples from then on, not totals")->type_name("TIME");
  command.add_option("--confidence", options->level, "of intervals (0.95)")
      ->check(number_within(0.5, 0.9999))
      ->type_name("LEVEL");
  command.add_flag("--given-data", options->given_data, "first order, whatever the design");
  command.add_flag("--shapley", options->shapley, "Shapley effects, for dependent factors");
  command.add_flag("--json", options->json, "print everything as JSON");
  command.footer(
      "Example: poldyn sweep experiments/sensitivity.toml -o runs\n"
      "         poldyn merge runs -o speed.h5\n"
      "         poldyn sensitivity speed.h5 -m time_to_deployment\n\n"
      "A design morris gives mu* and sigma, saltelli first-order and total indices, any\n"
      "other first-order indices; the noise of replication is taken out of all.");
  command.callback([options] { Sensitivity(*options).run(); });
}

}  // namespace poldyn::app
