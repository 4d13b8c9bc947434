#include "sim/observe/recorder.h"

#include <stdexcept>
#include <utility>

#include "sim/observe/metric_table.h"

namespace poldyn {

Recorder::Recorder(const World& world, const RunShape& shape, bool keep_releases, bool keep_log)
    : keep_releases_(keep_releases),
      keep_log_(keep_log),
      survival_(world.blocs.size()),
      standings_(world.blocs.size()),
      novelty_(world),
      earlier_(world.blocs.size()),
      turnover_(world.blocs.size()) {
  if (shape.blocs != world.blocs.size())
    throw std::logic_error("the results have another number of blocs than the world");
  result_.shape = shape;
  for (const SampledMetric& metric : sampled_table())
    result_.sampled.emplace_back(shape.blocs * shape.times * shape.extent(metric.row.axis), missing_value);
  for (const TotalMetric& metric : total_table())
    result_.totals.emplace_back(shape.blocs * shape.extent(metric.row.axis), missing_value);
  sampled_at_.reserve(shape.times);
}

void Recorder::sample(SimTime now, const World& world) {
  const RunShape& shape = result_.shape;
  if (sampled_at_.size() == shape.times) throw std::logic_error("more samples than the results have room for");
  const auto table = sampled_table();
  for (std::size_t b = 0; b < shape.blocs; ++b) {
    const Bloc& bloc = world.blocs[b];
    BlocStanding& standing = standings_[b];
    standing.census = census_taker_.take(world, bloc, now, shape.blocs > 1 ? &standing.profile : nullptr);
    standing.board = board_standing(world, bloc);
    standing.use_rate = use_rate(bloc, earlier_[b]);
    for (std::size_t d = 0; d < world.domains; ++d)
      standing.incidents[d] = since(bloc, earlier_[b], &BlocTally::incidents_in, d);
  }
  const std::span<const Contrast> contrasts = between_blocs_.compare(world, standings_, now);
  for (std::size_t b = 0; b < shape.blocs; ++b) {
    const Bloc& bloc = world.blocs[b];
    const BlocSample sample{world,
                            bloc,
                            now,
                            standings_[b].census,
                            earlier_[b],
                            contrasts[b],
                            novelty_.of(b),
                            turnover_[b].look(world, bloc, now),
                            standings_[b].board};
    for (std::size_t m = 0; m < table.size(); ++m) {
      const std::size_t extent = shape.extent(table[m].row.axis);
      double* out = result_.sampled[m].data() + (b * shape.times + sampled_at_.size()) * extent;
      for (std::size_t i = 0; i < extent; ++i) out[i] = table[m].read(sample, i);
    }
    earlier_[b] = sample.leave();
  }
  survival_.look(now, world);
  sampled_at_.push_back(now);
}

double Recorder::latest(std::size_t metric, std::size_t bloc, std::size_t index) const {
  const RunShape& shape = result_.shape;
  const std::size_t extent = shape.extent(sampled_table()[metric].row.axis);
  return result_.sampled.at(metric).at((bloc * shape.times + sampled_at_.size() - 1) * extent + index);
}

RunResult Recorder::finish(SimTime end, const World& world) {
  const RunShape& shape = result_.shape;
  const auto table = total_table();
  survival_.close(end);
  const std::vector<BlocWaits> waits = waits_of(world, end);
  for (std::size_t b = 0; b < shape.blocs; ++b) {
    const Bloc& bloc = world.blocs[b];
    const RunEnd run{world,
                     bloc,
                     b,
                     end,
                     census_taker_.take(world, bloc, end),
                     survival_.of(b),
                     result_,
                     turnover_[b].total(),
                     waits[b],
                     sampled_at_,
                     novelty_.since_warmup(b)};
    for (std::size_t m = 0; m < table.size(); ++m) {
      const std::size_t extent = shape.extent(table[m].row.axis);
      double* out = result_.totals[m].data() + b * extent;
      for (std::size_t i = 0; i < extent; ++i) out[i] = table[m].read(run, i);
    }
  }
  if (world.records.kept) keep_spells(end, world);
  result_.fingerprint = fingerprint_.value();
  result_.events = fingerprint_.events();
  return std::move(result_);
}

void Recorder::keep_spells(SimTime end, const World& world) {
  result_.spells = world.records;
  const SpellRecords open = records_under_way(world, end);
  result_.spells.filings.insert(result_.spells.filings.end(), open.filings.begin(), open.filings.end());
  result_.spells.projects.insert(result_.spells.projects.end(), open.projects.begin(), open.projects.end());
}

/// The event names a slot and its tenant; the tenant is gone if it was overtaken and never deployed, and it came before
/// if its release lies in the past.
void Recorder::see_release(const Event& event, const World& world) {
  const ModelId id{event.what.subject};
  const Model& model = world.at(id);
  if (model.generation != event.what.detail || model.status != ModelStatus::deployed || model.released != event.at)
    return;
  if (!model.unmodified) novelty_.released(world, model);
  if (!keep_releases_) return;
  const Vendor& vendor = world.at(model.vendor);
  ReleaseRecord record;
  record.bloc = vendor.bloc.value;
  record.vendor = model.vendor.value;
  record.vendor_key = within_bloc(vendor.key);
  record.project = model.project;
  record.lineage = model.lineage;
  record.design = model.design;
  record.mean_q = model.mean_q;
  record.started = model.delay.start;
  record.deployed = event.at;
  record.delay = model.delay.parts;
  record.open = model.open;
  record.derivative = model.derivative;
  result_.releases.push_back(record);
}

}  // namespace poldyn
