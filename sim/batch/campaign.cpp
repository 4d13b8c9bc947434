#include "sim/batch/campaign.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <numeric>
#include <set>
#include <system_error>

#include "sim/base/fnv.h"
#include "sim/disk/text_file.h"
#include "sim/experiment/experiment_file.h"
#include "sim/hdf5/h5_error.h"
#include "sim/observe/axes.h"
#include "sim/reading/value_text.h"
#include "sim/results/durable_text.h"
#include "sim/run/simulate.h"

namespace poldyn {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_manifest = 2'000'000'000;

AxisNames common_names(const Experiment& experiment) {
  AxisNames names = axis_names(experiment.bases.front().scenario);
  for (const auto& base : experiment.bases) names = joined(std::move(names), axis_names(base.scenario));
  return names;
}

/// Differences of one horizon's samples from another's are lengths, which are filled up with NaN.
RunShape common_shape(const Experiment& experiment, const AxisNames& names) {
  RunShape shape{names.blocs.size(), 0, names.domains.size(), names.most_stages(), names.policies.size(),
                 names.rules.size()};
  std::set<std::pair<double, double>> seen;  // few points differ in their axes
  for (const auto& base : experiment.bases) {
    shape.times = std::max(shape.times, shape_of(base.scenario).times);
  }
  const bool varies = std::any_of(experiment.factors.begin(), experiment.factors.end(), [](const Factor& factor) {
    return std::any_of(factor.targets.begin(), factor.targets.end(), [](const auto& targets) {
      return std::any_of(targets.begin(), targets.end(), [](const FactorTarget& target) {
        return target.key == "run.horizon" || target.key == "run.sample_interval";
      });
    });
  });
  for (std::size_t point = 0; varies && point < experiment.points(); ++point) try {
      const Scenario scenario = experiment.scenario(point);
      if (seen.emplace(scenario.run.horizon.count(), scenario.run.sample_interval.count()).second)
        shape.times = std::max(shape.times, sample_times(scenario).size());
    } catch (const std::runtime_error&) {  // told when it is run
    }
  return shape;
}

/// A part that may not be read is not damaged, and its runs need not be made again.
void require_readable(const fs::path& part) {
  if (::access(part.c_str(), R_OK) == 0 || (errno != EACCES && errno != EPERM)) return;
  const int error = errno;
  throw h5::NotReadable({part, {}, "read this part", std::strerror(error), "make it readable (chmod u+r) and go on"});
}

/// Numbers of the points that are not the same as an earlier one, rising.
std::vector<std::uint32_t> first_of_each(const std::vector<std::uint64_t>& ids) {
  std::vector<std::uint32_t> order(ids.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return ids[a] != ids[b] ? ids[a] < ids[b] : a < b; });
  const auto same = [&](std::uint32_t a, std::uint32_t b) { return ids[a] == ids[b]; };
  order.erase(std::unique(order.begin(), order.end(), same), order.end());
  std::sort(order.begin(), order.end());
  return order;
}

std::string text_of(const TomlNode& root, std::string_view key) {
  const TomlNode* node = root.find(key);
  const auto* text = node ? std::get_if<std::string>(&node->value) : nullptr;
  return text ? *text : std::string();
}

}  // namespace

Campaign::Campaign(fs::path folder, Experiment experiment, std::string version, std::string git_commit)
    : folder_(std::move(folder)),
      experiment_(std::move(experiment)),
      version_(std::move(version)),
      git_commit_(std::move(git_commit)),
      names_(common_names(experiment_)),
      shape_(common_shape(experiment_, names_)) {
  for (const auto& base : experiment_.bases) maps_.emplace_back(axis_names(base.scenario), names_);
  std::uint64_t hash = fnv1a("poldyn campaign");
  const auto add = [](std::uint64_t number, std::uint64_t& to) { to = fnv1a(fmt::format("{:x},", number), to); };
  point_ids_.reserve(experiment_.points());
  for (std::size_t p = 0; p < experiment_.points(); ++p) {
    point_ids_.push_back(experiment_.point_id(p));
    add(point_ids_.back(), hash);
  }
  std::vector<std::uint64_t> runs_of_points;  // alike if both the scenario and its random numbers are
  for (std::size_t p = 0; p < experiment_.points(); ++p)
    runs_of_points.push_back(Experiment::run_id(point_ids_[p], experiment_.seed_of(p, point_ids_[p]), 0));
  firsts_ = first_of_each(runs_of_points);
  add(experiment_.replicates, hash);
  add(experiment_.seed, hash);
  add(static_cast<std::uint64_t>(experiment_.shared_numbers), hash);
  std::uint64_t kept = fnv1a("poldyn part");
  for (const std::size_t i : experiment_.record.totals) kept = fnv1a(total_metrics()[i].name, fnv1a("\n", kept));
  for (const std::size_t i : experiment_.record.sampled) kept = fnv1a(sampled_metrics()[i].name, fnv1a("\r", kept));
  add(experiment_.record.sampled.empty() ? 0 : shape_.times, kept);
  for (const AxisRow& axis : axis_rows)
    for (std::size_t bloc = 0; bloc < names_.blocs.size(); ++bloc) {
      kept = fnv1a(names_.blocs[bloc], fnv1a(axis.dimension, kept));
      for (const auto& name : names_.along(axis.axis, bloc)) kept = fnv1a(name, fnv1a("\n", kept));
    }
  layout_id_ = kept;
  add(kept, hash);
  identity_ = hash;
  ids_.reserve(runs());
  for (std::size_t i = 0; i < runs(); ++i) ids_.push_back(planned_run(i).id);
  std::sort(ids_.begin(), ids_.end());
  if (std::adjacent_find(ids_.begin(), ids_.end()) != ids_.end())
    throw std::logic_error("two runs have one id: change the seed of the experiment");
}

PlannedRun Campaign::planned_run(std::size_t number) const {
  const std::uint32_t point = firsts_[number / experiment_.replicates];
  const auto replicate = static_cast<std::uint32_t>(number % experiment_.replicates);
  const std::uint64_t id = point_ids_[point];
  return {Experiment::run_id(id, experiment_.seed_of(point, id), replicate), point, replicate};
}

std::size_t Campaign::rank(std::uint64_t id) const {
  const auto at = std::lower_bound(ids_.begin(), ids_.end(), id);
  return at != ids_.end() && *at == id ? static_cast<std::size_t>(at - ids_.begin()) : runs();
}

std::string Campaign::manifest() const {
  std::string text = fmt::format(
      "# The experiment of this folder with everything that it needs; written by poldyn, not to be changed.\n"
      "# poldyn status, sweep and merge read it.\nformat = 1\nidentity = \"{}\"\nversion = {}\ngit_commit = {}\n"
      "name = {}\nexperiment = {}\ntable = {}\n",
      results::hex(identity_), toml_string(version_), toml_string(git_commit_), toml_string(name_),
      toml_string(experiment_.text), toml_string(experiment_.table));
  for (const auto& base : experiment_.bases)
    text += fmt::format("\n[[base]]\nname = {}\ntext = {}\n", toml_string(base.name), toml_string(base.text));
  for (const auto& [name, layer] : experiment_.layers)
    text += fmt::format("\n[[layer]]\nname = {}\ntext = {}\n", toml_string(name), toml_string(layer));
  return text;
}

Campaign Campaign::in(const fs::path& folder) {
  const auto fail = [&](const std::string& why) {
    throw NotThisCampaign(
        fmt::format("{} is no folder of a campaign: {}; `poldyn sweep` makes one", folder.string(), why));
  };
  if (!fs::exists(folder))
    throw NoCampaign(fmt::format("{}: no such folder; `poldyn sweep` makes one", folder.string()));
  auto read = read_text_file(folder / "campaign.toml", largest_manifest);
  if (const auto* fault = std::get_if<TextFault>(&read)) fail("campaign.toml: " + fault->problem);
  const auto source = std::make_shared<const Source>(
      Source{(folder / "campaign.toml").string(), std::move(std::get<std::string>(read)), true});
  const auto parsed = parse_toml(source);
  const auto* root = std::get_if<TomlNode>(&parsed);
  if (root == nullptr) fail("its campaign.toml is damaged");
  StoredExperiment stored{text_of(*root, "name"), text_of(*root, "experiment"), text_of(*root, "table"), {}, {}};
  if (const TomlNode* bases = root->find("base"))
    for (const auto& base : bases->children) {
      stored.base_names.push_back(text_of(base, "name"));
      stored.base_texts.push_back(text_of(base, "text"));
    }
  if (const TomlNode* layers = root->find("layer"))
    for (const auto& layer : layers->children) stored.layers[text_of(layer, "name")] = text_of(layer, "text");
  ExperimentReading reading = read_experiment(stored);
  if (!reading.ok())
    fail(fmt::format("its experiment cannot be read by this version of poldyn (it was written by {}):\n{}",
                     text_of(*root, "version"), to_text(reading.mistakes)));
  Campaign campaign(folder, std::move(reading.experiment), text_of(*root, "version"), text_of(*root, "git_commit"));
  campaign.name_ = stored.name;
  if (results::hex(campaign.identity_) != text_of(*root, "identity"))
    fail(fmt::format("its campaign.toml was changed, or this version of poldyn reads it otherwise than {} did",
                     text_of(*root, "version")));
  return campaign;
}

void Campaign::make_folder() const {
  std::error_code error;
  if (fs::exists(folder_ / "campaign.toml", error)) return;
  if (fs::exists(folder_, error) && !fs::is_directory(folder_, error))
    throw h5::CannotCreate({folder_, {}, "create this folder", "a file has this name", "choose another name"});
  if (fs::is_directory(folder_, error) && fs::directory_iterator(folder_, error) != fs::directory_iterator() &&
      !fs::exists(folder_ / "parts", error))
    throw NotThisCampaign(fmt::format("{} is not empty and no folder of a campaign; choose another", folder_.string()));
  fs::create_directories(folder_ / "parts", error);
  if (error)
    throw h5::CannotCreate({folder_, {}, "create this folder", error.message(), h5::remedy_for(error.value())});
}

void Campaign::open(Extend extend) {
  make_folder();
  std::error_code error;
  if (!fs::exists(folder_ / "campaign.toml", error)) return write_durably(folder_ / "campaign.toml", manifest());
  const Campaign there = [&] {
    try {
      return in(folder_);
    } catch (const NotThisCampaign&) {
      if (extend != Extend::yes) throw;
      return *this;
    }
  }();
  const bool other_program = there.git_commit_ != git_commit_ || there.version_ != version_;
  if (there.identity_ == identity_ && !other_program) return;
  if (extend == Extend::no || (extend == Extend::same_program && other_program)) {
    std::size_t shared = 0;
    for (const auto id : ids_) shared += there.knows(id) ? 1 : 0;
    throw NotThisCampaign(
        there.identity_ == identity_ || extend == Extend::same_program
            ? fmt::format("{} was begun by poldyn {} ({}), this is {} ({}); use that program, or --extend to mix both",
                          folder_.string(), there.version_, there.git_commit_.substr(0, 12), version_,
                          git_commit_.substr(0, 12))
            : fmt::format("{} holds another experiment ({}: {} runs, of which this one has {}{}", folder_.string(),
                          there.name_, there.ids_.size(), shared,
                          there.layout_id_ == layout_id_
                              ? "); choose another folder, or --extend to put this one in its place: runs that both "
                                "have are kept"
                              : ", but keeps other metrics or axes of them); choose another folder"));
  }
  if (there.layout_id_ != layout_id_)
    throw NotThisCampaign(fmt::format("{} keeps other metrics or axes of its runs ({}); choose another folder",
                                      folder_.string(), there.name_));
  fs::create_directories(folder_ / "parts", error);
  write_durably(folder_ / "campaign.toml", manifest());
}

parts::Layout Campaign::layout() const {
  parts::Layout made{{}, 0, layout_id_, version_, git_commit_};
  for (const std::size_t i : experiment_.record.totals) {
    const MetricRow& row = total_metrics()[i];
    for (std::size_t bloc = 0; bloc < names_.blocs.size(); ++bloc) {
      const auto places = names_.along(row.axis, bloc);
      for (std::size_t x = 0; x < shape_.extent(row.axis); ++x)
        made.totals.push_back(fmt::format("{}/{}[{}{}]", row.family, row.name, names_.blocs[bloc],
                                          x < places.size() ? "," + places[x] : ""));
    }
  }
  for (const std::size_t i : experiment_.record.sampled)
    made.sampled += shape_.blocs * shape_.times * shape_.extent(sampled_metrics()[i].axis);
  return made;
}

parts::Row Campaign::row_of(const PlannedRun& unit, std::uint64_t seed, const RunResult& result) const {
  parts::Row row;
  row.id = unit.id;
  row.seed = seed;
  row.replicate = unit.replicate;
  row.fingerprint = result.fingerprint;
  row.events = result.events;
  const AxisMap& map = maps_[experiment_.base_of(unit.point)];
  for (const std::size_t i : experiment_.record.totals)
    map.append(row.totals, result.totals[i], total_metrics()[i], result.shape, shape_, false);
  for (const std::size_t i : experiment_.record.sampled)
    map.append(row.sampled, result.sampled[i], sampled_metrics()[i], result.shape, shape_, true);
  return row;
}

PartList Campaign::look(Verify verify) const {
  PartList list;
  list.rows.resize(runs());
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator at(parts_folder(), error), end; !error && at != end; at.increment(error))
    if (parts::is_part(at->path())) files.push_back(at->path());
  if (error) throw h5::NotReadable({parts_folder(), {}, "list", error.message(), h5::remedy_for(error.value())});
  std::sort(files.begin(), files.end());  // by name, so that of two parts with one run always the same is taken
  const parts::Layout kept = layout();
  for (const auto& file : files) {
    require_readable(file);
    parts::Index index;
    try {
      if (verify == Verify::fully && !parts::intact(file)) {
        list.damaged.push_back(file);
        continue;
      }
      index = parts::read_index(file);
    } catch (const h5::NotReadable&) {
      list.damaged.push_back(file);
      continue;
    }
    if (index.campaign != layout_id_) continue;  // of an experiment that kept something else
    if (index.totals != kept.totals.size() || index.sampled != kept.sampled) {
      list.damaged.push_back(file);
      continue;
    }
    for (std::size_t row = 0; row < index.ids.size(); ++row) {
      const std::size_t at = rank(index.ids[row]);
      if (at == runs()) continue;
      list.seconds += index.seconds[row];
      const bool failed = index.statuses[row] != results::RunStatus::ok;
      // Of several the first counts; but a run that failed may have been tried again.
      if (PartRow& there = list.rows[at]; !there.made() || (there.failed() && !failed))
        there = {static_cast<std::uint32_t>(list.parts.size()),
                 static_cast<std::uint32_t>(row) | (failed ? 1U << 31 : 0U)};
    }
    list.parts.push_back(file);
    list.bytes += fs::file_size(file, error);
  }
  for (const PartRow& row : list.rows) {
    list.made += row.made() ? 1 : 0;
    list.failed += row.failed() ? 1 : 0;
  }
  return list;
}

void Campaign::set_aside(const PartList& list) {
  for (const auto& part : list.damaged) {
    std::error_code error;
    fs::rename(part, part.string() + ".damaged", error);
    if (error == std::errc::no_such_file_or_directory) continue;  // another shard was faster
    if (error)
      throw h5::IoFailure({part, {}, "set this damaged part aside", error.message(), h5::remedy_for(error.value())});
  }
}

}  // namespace poldyn
