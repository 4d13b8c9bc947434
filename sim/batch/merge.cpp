#include "sim/batch/merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <list>
#include <optional>

#include "sim/hdf5/h5_error.h"
#include "sim/run/simulate.h"

namespace poldyn {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_open_parts = 16;
constexpr std::size_t most_held_bytes = std::size_t{64} << 20;
constexpr std::size_t most_held_rows = 1024;

/// Rows of parts, read some at a time. A campaign of many shards lies in as many parts side by side, more than can be
/// open at once: so each part keeps its last two blocks in memory, and is opened once for a whole block. Two, because
/// runs lie nearly in order, but not quite. A part is let go of when all that is wanted of it was read.
class PartRows {
 public:
  PartRows(const PartList& list, std::size_t row_bytes)
      : list_(list),
        held_(list.parts.size()),
        rows_at_a_time_(
            std::clamp<std::size_t>(most_held_bytes / (2 * row_bytes * std::max<std::size_t>(1, held_.size())), 1,
                                    held_.size() > most_open_parts ? most_held_rows : 64)) {
    for (const PartRow& row : list.rows)
      if (row.made()) ++held_[row.part].wanted;
  }

  const parts::Row& at(const PartRow& place) {
    if (finished_) let_go();
    auto& [blocks, wanted] = held_[place.part];
    if (wanted > 0 && --wanted == 0) finished_ = place.part;
    for (const Block& block : blocks)
      if (place.row() >= block.first && place.row() - block.first < block.rows.size())
        return block.rows[place.row() - block.first];
    std::swap(blocks[0], blocks[1]);
    Block& block = blocks[1];
    block.rows.clear();
    block.first = place.row() - place.row() % rows_at_a_time_;
    parts::Reader& part = opened(place.part);
    for (std::size_t row = block.first; row < std::min(block.first + rows_at_a_time_, part.size()); ++row)
      block.rows.push_back(part.read(row));
    return block.rows.at(place.row() - block.first);
  }

 private:
  struct Block {
    std::size_t first = 0;
    std::vector<parts::Row> rows;
  };
  struct Held {
    std::array<Block, 2> blocks;
    std::size_t wanted = 0;  ///< runs that were not read yet
  };

  void let_go() {
    held_[*finished_].blocks = {};
    open_.remove_if([&](const auto& each) { return each.first == *finished_; });
    finished_.reset();
  }

  parts::Reader& opened(std::uint32_t part) {
    const auto found = std::find_if(open_.begin(), open_.end(), [&](const auto& each) { return each.first == part; });
    if (found == open_.end()) {
      if (open_.size() >= most_open_parts) open_.pop_back();
      open_.emplace_front(part, parts::Reader(list_.parts[part]));
    } else {
      open_.splice(open_.begin(), open_, found);
    }
    return open_.front().second;
  }

  const PartList& list_;
  std::vector<Held> held_;  // by part
  std::size_t rows_at_a_time_;
  std::list<std::pair<std::uint32_t, parts::Reader>> open_;  // the last used first
  std::optional<std::uint32_t> finished_;                    // the part that the last row was the last of
};

std::size_t row_bytes(const Campaign& campaign) {
  const parts::Layout layout = campaign.layout();
  return sizeof(parts::Row) + (layout.totals.size() + layout.sampled) * sizeof(double);
}

/// Of a factor at a point, as a number or as text. Neither holds for a base in which it does not vary.
double number_of(const FactorValue& value) {
  const auto* number = std::get_if<double>(&value);
  return number ? *number : std::numeric_limits<double>::quiet_NaN();
}
std::string text_of(const FactorValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  const auto* text = std::get_if<std::string>(&value);
  return text ? *text : "";
}

/// Of a factor that is a text, what it can be, each once; of a table that follows from its rows.
std::vector<std::string> level_texts(const Experiment& experiment, std::size_t factor) {
  if (experiment.factors[factor].numeric || experiment.design == DesignKind::table) return {};
  std::vector<std::string> made;
  for (const FactorValue& level : experiment.levels(factor))
    if (std::string text = text_of(level); std::find(made.begin(), made.end(), text) == made.end())
      made.push_back(std::move(text));
  return made;
}

/// Asked for point by point: a design may have millions.
results::DesignTable design_of(const Campaign& campaign) {
  const Experiment& experiment = campaign.experiment();
  results::DesignTable table;
  table.experiment = experiment.text;
  table.kind = names_of<DesignKind>.at(static_cast<std::size_t>(experiment.design));
  table.grid_levels = static_cast<std::uint32_t>(experiment.grid_levels());
  for (const auto& base : experiment.bases) {
    table.base_names.push_back(base.name);
    table.base_texts.push_back(base.text);
  }
  table.points = experiment.points();
  table.base = [&](std::size_t p) { return static_cast<std::int32_t>(experiment.base_of(p)); };
  table.point_id = [&](std::size_t p) { return campaign.point_id(p); };
  table.settings = [&](std::size_t p) {
    std::string lines;
    for (const auto& setting : experiment.settings(p)) lines += fmt::format("{} = {}\n", setting.key, setting.value);
    return lines;
  };
  for (std::size_t f = 0; f < experiment.factors.size(); ++f) {
    const Factor& factor = experiment.factors[f];
    table.columns.push_back({factor.name, factor.meaning, factor.unit, factor.numeric,
                             factor.with ? experiment.factors[*factor.with].name : "", level_texts(experiment, f),
                             [&experiment, f](std::size_t p) { return number_of(experiment.value(p, f)); },
                             [&experiment, f](std::size_t p) { return text_of(experiment.value(p, f)); }});
  }
  return table;
}

std::vector<SimTime> longest_times(const Campaign& campaign) {
  const auto& base = campaign.experiment().bases.front().scenario;
  std::vector<SimTime> times;
  const Ticks step = to_ticks(base.run.sample_interval);
  SimTime at{};
  for (std::size_t i = 0; i < campaign.shape().times; ++i, at += step) times.push_back(at);
  return times;
}

results::Header plan_for(const Campaign& campaign, const MergeOptions& options) {
  const Experiment& experiment = campaign.experiment();
  results::Header plan;
  plan.replicates = experiment.replicates;
  plan.base_seed = experiment.seed;
  plan.title = experiment.title.empty() ? campaign.name() : experiment.title;
  plan.version = options.version;
  plan.git_commit = options.git_commit;
  plan.command_line = options.command_line;
  plan.shape = campaign.shape();
  plan.times = longest_times(campaign);
  plan.names = campaign.names();
  plan.totals = experiment.record.totals;
  plan.sampled = experiment.record.sampled;
  plan.design = design_of(campaign);
  return plan;
}

/// A part's flat rows as the writer takes them.
RunResult result_of(const parts::Row& row, const Campaign& campaign) {
  const Experiment& experiment = campaign.experiment();
  const RunShape& shape = campaign.shape();
  RunResult made;
  made.seed = row.seed;
  made.replicate = row.replicate;
  made.fingerprint = row.fingerprint;
  made.events = row.events;
  made.shape = shape;
  const auto cut = [&](const std::vector<double>& from, const std::vector<std::size_t>& kept,
                       std::span<const MetricRow> rows, std::size_t times, std::vector<std::vector<double>>& to) {
    auto at = from.begin();
    for (const std::size_t i : kept) {
      const auto size = static_cast<std::ptrdiff_t>(shape.blocs * times * shape.extent(rows[i].axis));
      if (from.end() - at < size) throw std::logic_error("a part holds fewer values than its campaign keeps");
      to.emplace_back(at, at + size);
      at += size;
    }
  };
  cut(row.totals, experiment.record.totals, total_metrics(), 1, made.totals);
  cut(row.sampled, experiment.record.sampled, sampled_metrics(), shape.times, made.sampled);
  return made;
}

void require_complete(const Campaign& campaign, const PartList& list, const MergeOptions& options) {
  if (!list.damaged.empty())
    throw Incomplete(
        fmt::format("{} of {} parts are damaged, {} first; run poldyn sweep on {} again: it makes their runs "
                    "anew",
                    list.damaged.size(), list.damaged.size() + list.parts.size(),
                    list.damaged.front().filename().string(), campaign.folder().string()));
  const std::size_t missing = campaign.runs() - list.made;
  if (missing > 0 && !options.partial)
    throw Incomplete(
        fmt::format("{} of {} runs are not made yet; run poldyn sweep on {} again, or merge what is there "
                    "with --partial",
                    missing, campaign.runs(), campaign.folder().string()));
}

}  // namespace

Merged merge(const Campaign& campaign, const fs::path& output, const MergeOptions& options) {
  const PartList list = campaign.look(Verify::fully);
  require_complete(campaign, list, options);
  const Experiment& experiment = campaign.experiment();
  results::Writer file(output, options.if_exists, plan_for(campaign, options));
  PartRows parts(list, row_bytes(campaign));
  Merged merged;
  for (std::size_t p = 0; p < experiment.points(); ++p) {
    const std::uint64_t point = campaign.point_id(p);
    const std::uint64_t seed = experiment.seed_of(p, point);
    for (std::uint32_t r = 0; r < experiment.replicates; ++r) {
      const std::uint64_t id = Experiment::run_id(point, seed, r);
      const PartRow& at = list.rows[campaign.rank(id)];
      ++merged.runs;
      if (!at.made()) {
        ++merged.missing;
        file.add_missing(seed);
        continue;
      }
      const parts::Row& row = parts.at(at);
      if (row.id != id || row.seed != seed || row.replicate != r)
        throw h5::NotReadable({list.parts[at.part], {}, "read", "it names a run by another's id", {}});
      if (row.status == results::RunStatus::ok) {
        file.add(result_of(row, campaign));
      } else {
        ++merged.failed;
        file.add_failed(row.message, row.seed);
      }
    }
    if (options.progress) options.progress(p + 1, experiment.points());
  }
  file.commit();
  return merged;
}

}  // namespace poldyn
