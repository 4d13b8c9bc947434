#include "sim/batch/campaign.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
#include <system_error>

#include "sim/base/fnv.h"
#include "sim/batch/experiment_file.h"
#include "sim/io/durable_text.h"
#include "sim/io/h5_error.h"
#include "sim/io/text_file.h"
#include "sim/io/value_text.h"
#include "sim/run/simulate.h"

namespace poldyn {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_manifest = 2'000'000'000;

/// Differences of one horizon's samples from another's are lengths, which are filled up with NaN.
RunShape common_shape(const Experiment& experiment) {
  RunShape shape;
  std::set<std::pair<double, double>> seen;  // few points differ in their axes
  for (const auto& base : experiment.bases) {
    const RunShape own = shape_of(base.scenario);
    shape.blocs = own.blocs;
    shape.domains = own.domains;
    shape.stages = std::max(shape.stages, own.stages);
    shape.times = std::max(shape.times, own.times);
  }
  const bool varies = std::any_of(experiment.factors.begin(), experiment.factors.end(), [](const Factor& factor) {
    return std::any_of(factor.targets.begin(), factor.targets.end(), [](const auto& targets) {
      return std::any_of(targets.begin(), targets.end(), [](const Target& target) {
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

/// Appends one metric's values of a run, filled up to the campaign's axes.
void append(std::vector<double>& to, const std::vector<double>& values, const MetricRow& row, const RunShape& own,
            const RunShape& all, bool sampled) {
  const std::size_t times = sampled ? own.times : 1, all_times = sampled ? all.times : 1;
  const std::size_t extra = own.extent(row.axis), all_extra = all.extent(row.axis);
  for (std::size_t bloc = 0; bloc < all.blocs; ++bloc)
    for (std::size_t t = 0; t < all_times; ++t)
      for (std::size_t x = 0; x < all_extra; ++x)
        to.push_back(t < times && x < extra ? values[(bloc * times + t) * extra + x]
                                            : std::numeric_limits<double>::quiet_NaN());
}

std::string text_of(const TomlNode& root, std::string_view key) {
  const TomlNode* node = root.find(key);
  const auto* text = node ? std::get_if<std::string>(&node->value) : nullptr;
  return text ? *text : std::string();
}

}  // namespace

bool PartList::has(std::uint64_t id) const {
  const auto at =
      std::lower_bound(rows.begin(), rows.end(), id, [](const PartRow& r, std::uint64_t x) { return r.id < x; });
  return at != rows.end() && at->id == id;
}

Campaign::Campaign(fs::path folder, Experiment experiment, std::string version, std::string git_commit)
    : folder_(std::move(folder)),
      experiment_(std::move(experiment)),
      version_(std::move(version)),
      git_commit_(std::move(git_commit)),
      shape_(common_shape(experiment_)) {
  std::set<std::uint64_t> points;
  std::uint64_t hash = fnv1a("poldyn campaign");
  const auto add = [](std::uint64_t number, std::uint64_t& to) { to = fnv1a(fmt::format("{:x},", number), to); };
  for (std::size_t p = 0; p < experiment_.points(); ++p) {
    const std::uint64_t point = experiment_.point_id(p);
    const std::uint64_t seed = experiment_.seed_of(point);
    add(point, hash);
    if (!points.insert(point).second) continue;
    for (std::uint32_t r = 0; r < experiment_.replicates; ++r)
      units_.push_back({Experiment::run_id(point, seed, r), static_cast<std::uint32_t>(p), r});
  }
  add(experiment_.replicates, hash);
  add(experiment_.seed, hash);
  add(experiment_.common_random_numbers ? 1 : 0, hash);
  std::uint64_t kept = fnv1a("poldyn part");
  for (const std::size_t i : experiment_.record.totals) kept = fnv1a(total_metrics()[i].name, fnv1a("\n", kept));
  for (const std::size_t i : experiment_.record.sampled) kept = fnv1a(sampled_metrics()[i].name, fnv1a("\r", kept));
  for (const std::size_t length :
       {shape_.blocs, shape_.domains, shape_.stages, experiment_.record.sampled.empty() ? 0 : shape_.times})
    add(length, kept);
  layout_id_ = kept;
  add(kept, hash);
  identity_ = hash;
  for (const RunUnit& unit : units_) ids_.push_back(unit.id);
  std::sort(ids_.begin(), ids_.end());
  if (std::adjacent_find(ids_.begin(), ids_.end()) != ids_.end())
    throw std::logic_error("two runs have one id: change the seed of the experiment");
}

bool Campaign::knows(std::uint64_t id) const { return std::binary_search(ids_.begin(), ids_.end(), id); }

std::string Campaign::manifest() const {
  std::string text = fmt::format(
      "# The experiment of this folder with everything that it needs; written by poldyn, not to be changed.\n"
      "# poldyn status, sweep and merge read it.\nformat = 1\nidentity = \"{}\"\nversion = {}\ngit_commit = {}\n"
      "name = {}\nexperiment = {}\ntable = {}\n",
      results::hex(identity_), toml_string(version_), toml_string(git_commit_), toml_string(name_),
      toml_string(experiment_.text), toml_string(experiment_.table));
  for (const auto& base : experiment_.bases)
    text += fmt::format("\n[[base]]\nname = {}\ntext = {}\n", toml_string(base.name), toml_string(base.text));
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
  if (const auto* fault = std::get_if<FileFault>(&read)) fail("campaign.toml: " + fault->problem);
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

void Campaign::open(Extend extend) {
  std::error_code error;
  if (!fs::exists(folder_ / "campaign.toml", error)) {
    if (fs::exists(folder_, error) && !fs::is_directory(folder_, error))
      throw h5::CannotCreate({folder_, {}, "create this folder", "a file has this name", "choose another name"});
    if (fs::is_directory(folder_, error) && fs::directory_iterator(folder_, error) != fs::directory_iterator() &&
        !fs::exists(folder_ / "parts", error))
      throw NotThisCampaign(
          fmt::format("{} is not empty and no folder of a campaign; choose another", folder_.string()));
    fs::create_directories(folder_ / "parts", error);
    if (error)
      throw h5::CannotCreate({folder_, {}, "create this folder", error.message(), h5::remedy_for(error.value())});
    write_durably(folder_ / "campaign.toml", manifest());
    return;
  }
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
            : fmt::format(
                  "{} holds another experiment ({}: {} runs, of which this one has {}{}); choose another folder, "
                  "or --extend to put this one in its place: runs that both have are kept",
                  folder_.string(), there.name_, there.ids_.size(), shared,
                  there.layout_id_ == layout_id_ ? "" : ", but keeps other metrics of them"));
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
    for (const auto& bloc : experiment_.bases.front().scenario.blocs)
      for (std::size_t x = 0; x < shape_.extent(row.axis); ++x)
        made.totals.push_back(row.axis == Axis::none ? fmt::format("{}/{}[{}]", row.family, row.name, bloc.name)
                                                     : fmt::format("{}/{}[{},{}]", row.family, row.name, bloc.name, x));
  }
  for (const std::size_t i : experiment_.record.sampled)
    made.sampled += shape_.blocs * shape_.times * shape_.extent(sampled_metrics()[i].axis);
  return made;
}

parts::Row Campaign::row_of(const RunUnit& unit, std::uint64_t seed, const RunResult& result) const {
  parts::Row row;
  row.id = unit.id;
  row.seed = seed;
  row.replicate = unit.replicate;
  row.fingerprint = result.fingerprint;
  row.events = result.events;
  for (const std::size_t i : experiment_.record.totals)
    append(row.totals, result.totals[i], total_metrics()[i], result.shape, shape_, false);
  for (const std::size_t i : experiment_.record.sampled)
    append(row.sampled, result.sampled[i], sampled_metrics()[i], result.shape, shape_, true);
  return row;
}

PartList Campaign::look(Verify verify) const {
  PartList list;
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator at(parts_folder(), error), end; !error && at != end; at.increment(error))
    if (parts::is_part(at->path())) files.push_back(at->path());
  if (error) throw h5::NotReadable({parts_folder(), {}, "list", error.message(), h5::remedy_for(error.value())});
  std::sort(files.begin(), files.end());  // by name, so that of two parts with one run always the same is taken
  for (const auto& file : files) {
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
    for (std::size_t row = 0; row < index.ids.size(); ++row) {
      if (!knows(index.ids[row])) continue;
      list.rows.push_back({index.ids[row], static_cast<std::uint32_t>(list.parts.size()),
                           static_cast<std::uint32_t>(row), index.statuses[row] != results::RunStatus::ok});
      list.seconds += index.seconds[row];
    }
    list.parts.push_back(file);
    list.bytes += fs::file_size(file, error);
  }
  // A run that failed may have been tried again.
  std::stable_sort(list.rows.begin(), list.rows.end(),
                   [](const auto& a, const auto& b) { return a.id != b.id ? a.id < b.id : a.failed < b.failed; });
  const auto same = [](const auto& a, const auto& b) { return a.id == b.id; };
  list.rows.erase(std::unique(list.rows.begin(), list.rows.end(), same), list.rows.end());
  for (const auto& row : list.rows)
    if (row.failed) list.failed.push_back(row.id);
  return list;
}

void Campaign::set_aside(const PartList& list) {
  for (const auto& part : list.damaged) {
    std::error_code error;
    fs::rename(part, part.string() + ".damaged", error);
    if (error)
      throw h5::IoFailure({part, {}, "set this damaged part aside", error.message(), h5::remedy_for(error.value())});
  }
}

}  // namespace poldyn
