#include "sim/results/results_tables.h"

#include "sim/hdf5/h5_conventions.h"
#include "sim/results/results_format.h"
#include "sim/world/events.h"

namespace poldyn::results {
namespace {

class Columns {
 public:
  Columns(h5::Writer& file, std::string group, std::string dimension, std::string_view meaning)
      : file_(file), group_(std::move(group)), dimension_(std::move(dimension)) {
    file_.define_index({.path = group_ + "/" + dimension_, .extendable = true}, 0);
    file_.set_attributes(group_, {{"long_name", std::string(meaning)}});
  }
  h5::Variable* add(const std::string& name, h5::Type type, const h5::Conventions& about,
                    std::vector<std::string> more = {}) {
    std::vector<std::string> dimensions{dimension_};
    dimensions.insert(dimensions.end(), more.begin(), more.end());
    return &file_.define_variable({.path = group_ + "/" + name,
                                   .type = type,
                                   .dimensions = std::move(dimensions),
                                   .attributes = h5::attributes_of(about, type)});
  }
  h5::Variable* index(const std::string& name, h5::Type type, std::string meaning) {
    return add(name, type, {.long_name = std::move(meaning)});
  }

 private:
  h5::Writer& file_;
  std::string group_;
  std::string dimension_;
};

template <class T, class Row, class Get>
std::vector<T> column(const std::vector<Row>& rows, Get&& get) {
  std::vector<T> values;
  values.reserve(rows.size());
  for (const Row& row : rows) values.push_back(static_cast<T>(get(row)));
  return values;
}

const std::vector<h5::Flag> no_yes{{0, "no"}, {1, "yes"}};

}  // namespace

ReleaseTable::ReleaseTable(h5::Writer& file) {
  using h5::Type;
  Columns table(file, "releases", "release", "every model's way to its first deployment, runs one after the other");
  const std::string since(time_units);
  const std::string calendar_name(calendar);
  point_ = table.index("run_point", Type::i32, "point of the run");
  replicate_ = table.index("run_replicate", Type::i32, "replicate of the run");
  bloc_ = table.index("bloc_index", Type::i32, "position of the bloc along dimension bloc");
  vendor_ = table.index("vendor", Type::u32, "number of the vendor within its run");
  vendor_key_ =
      table.index("vendor_key", Type::u32, "identity of the vendor within its bloc, the same in runs of other rules");
  project_ = table.index("project", Type::u32, "ordinal of the vendor's project");
  lineage_ = table.index("lineage", Type::u64, "root ancestor");
  design_ = table.index("design", Type::u64, "design as bits");
  mean_q_ = table.add(
      "mean_q", Type::f64,
      {.units = "1", .long_name = "capability, mean of domains", .more = {{"unit_symbol", std::string("OOM")}}});
  started_ =
      table.add("started", Type::f64, {.units = since, .long_name = "start of the project", .calendar = calendar_name});
  deployed_ =
      table.add("deployed", Type::f64, {.units = since, .long_name = "first deployment", .calendar = calendar_name});
  open_ = table.add("open", Type::u8, {.long_name = "open weights", .flags = no_yes});
  derivative_ = table.add("derivative", Type::u8, {.long_name = "made from another model", .flags = no_yes});
  delay_ =
      table.add("delay", Type::f64, {.units = "d", .long_name = "time from start to deployment by cause"}, {"cause"});
}

void ReleaseTable::add(std::int32_t point, std::int32_t replicate, const std::vector<ReleaseRecord>& rows) {
  using R = ReleaseRecord;
  if (rows.empty()) return;
  point_->append(std::vector<std::int32_t>(rows.size(), point));
  replicate_->append(std::vector<std::int32_t>(rows.size(), replicate));
  bloc_->append(column<std::int32_t>(rows, [](const R& r) { return r.bloc; }));
  vendor_->append(column<std::uint32_t>(rows, [](const R& r) { return r.vendor; }));
  vendor_key_->append(column<std::uint32_t>(rows, [](const R& r) { return r.vendor_key; }));
  project_->append(column<std::uint32_t>(rows, [](const R& r) { return r.project; }));
  lineage_->append(column<std::uint64_t>(rows, [](const R& r) { return r.lineage; }));
  design_->append(column<std::uint64_t>(rows, [](const R& r) { return r.design; }));
  mean_q_->append(column<double>(rows, [](const R& r) { return r.mean_q; }));
  started_->append(column<double>(rows, [](const R& r) { return in_days(r.started); }));
  deployed_->append(column<double>(rows, [](const R& r) { return in_days(r.deployed); }));
  open_->append(column<std::uint8_t>(rows, [](const R& r) { return r.open; }));
  derivative_->append(column<std::uint8_t>(rows, [](const R& r) { return r.derivative; }));
  std::vector<double> delays;
  for (const R& row : rows)
    for (const Ticks part : row.delay) delays.push_back(in_days(part));
  delay_->append(delays);
}

namespace {

template <class Names>
std::vector<h5::Flag> flags_of(const Names& names) {
  std::vector<h5::Flag> flags;
  for (std::size_t i = 0; i < names.size(); ++i) flags.push_back({static_cast<std::uint8_t>(i), std::string(names[i])});
  return flags;
}

}  // namespace

SpellTable::SpellTable(h5::Writer& file, Of what) : what_(what) {
  using h5::Type;
  const bool filings = what == Of::filings;
  Columns table(file, filings ? "filings" : "projects", filings ? "filing" : "project",
                filings ? "filings since the warm-up, runs one after the other; those under way at the end come last"
                        : "projects begun since the warm-up, likewise");
  const std::string since(time_units);
  const std::string calendar_name(calendar);
  point_ = table.index("run_point", Type::i32, "point of the run");
  replicate_ = table.index("run_replicate", Type::i32, "replicate of the run");
  bloc_ = table.index("bloc_index", Type::i32, "position of the bloc along dimension bloc");
  key_ =
      table.index("vendor_key", Type::u32, "identity of the vendor within its bloc, the same in runs of other rules");
  ordinal_ = table.index("ordinal", Type::u32, filings ? "which of its filings" : "which of its projects");
  from_ = table.add("from", Type::f64,
                    {.units = since, .long_name = filings ? "filed" : "begun", .calendar = calendar_name});
  to_ = table.add("to", Type::f64,
                  {.units = since, .long_name = "ended, or the end of the run", .calendar = calendar_name});
  days_ = table.add("days", Type::f64, {.units = "d", .long_name = "time from the one to the other, exact"});
  if (filings) {
    end_ = table.add("end", Type::u8, {.long_name = "how it ended", .flags = flags_of(names_of<FilingEnd>)});
    purpose_ = table.add("purpose", Type::u8, {.long_name = "what it was for", .flags = flags_of(purpose_names)});
    light_ = table.add("light", Type::u8, {.long_name = "filed by the light track", .flags = no_yes});
  } else {
    end_ = table.add("end", Type::u8, {.long_name = "how it ended", .flags = flags_of(names_of<ProjectEnd>)});
    public_facing_ = table.add("public_facing", Type::u8,
                               {.long_name = "of a vendor whose products the public uses", .flags = no_yes});
    must_file_ = table.add("must_file", Type::u8, {.long_name = "the rules make its product file", .flags = no_yes});
  }
  auto classes = flags_of(names_of<VendorClass>);
  if (filings) classes.push_back({no_class, "outside"});
  class_ = table.add("class", Type::u8, {.long_name = "class of the vendor", .flags = std::move(classes)});
}

void SpellTable::add(std::int32_t point, std::int32_t replicate, const std::vector<SpellRecord>& rows) {
  using R = SpellRecord;
  if (rows.empty()) return;
  point_->append(std::vector<std::int32_t>(rows.size(), point));
  replicate_->append(std::vector<std::int32_t>(rows.size(), replicate));
  bloc_->append(column<std::int32_t>(rows, [](const R& r) { return r.bloc; }));
  key_->append(column<std::uint32_t>(rows, [](const R& r) { return r.key; }));
  ordinal_->append(column<std::uint32_t>(rows, [](const R& r) { return r.ordinal; }));
  from_->append(column<double>(rows, [](const R& r) { return in_days(r.from); }));
  to_->append(column<double>(rows, [](const R& r) { return in_days(r.to); }));
  days_->append(column<double>(rows, [](const R& r) { return in_days(r.to - r.from); }));
  end_->append(column<std::uint8_t>(rows, [](const R& r) { return r.end; }));
  if (what_ == Of::filings) {
    purpose_->append(column<std::uint8_t>(rows, [](const R& r) { return purpose_of(r.kind); }));
    light_->append(column<std::uint8_t>(rows, [](const R& r) { return track_of_filing(r.kind) == Track::light; }));
    class_->append(column<std::uint8_t>(rows, [](const R& r) { return class_of_filing(r.kind); }));
  } else {
    public_facing_->append(column<std::uint8_t>(rows, [](const R& r) { return is_public(r.kind); }));
    must_file_->append(column<std::uint8_t>(rows, [](const R& r) { return is_to_be_filed(r.kind); }));
    class_->append(column<std::uint8_t>(rows, [](const R& r) { return class_of_project(r.kind); }));
  }
}

EventTable::EventTable(h5::Writer& file) {
  using h5::Type;
  Columns table(file, "events", "event", "every event, runs one after the other, in the order of handling");
  std::vector<h5::Flag> kinds;
  for (std::size_t i = 0; i < event_kinds; ++i)
    if (const auto kind = static_cast<EventKind>(i); kind_on_record(kind) == kind)
      kinds.push_back({static_cast<std::uint8_t>(i), std::string(event_names[i])});
  point_ = table.index("run_point", Type::i32, "point of the run");
  replicate_ = table.index("run_replicate", Type::i32, "replicate of the run");
  at_ = table.add("at", Type::i64,
                  {.units = "microseconds since 2000-01-01 00:00:00",
                   .long_name = "time of the event, exact",
                   .calendar = std::string(calendar)});
  sequence_ = table.index("sequence", Type::u64, "number in the order of scheduling");
  phase_ = table.index("phase", Type::u8, "who acts first at one instant");
  kind_ = table.add("kind", Type::u8, {.long_name = "what happens", .flags = std::move(kinds)});
  subject_ = table.index("subject", Type::u32, "number of the entity that acts");
  detail_ = table.index("detail", Type::u32, "second number, depends on the kind");
  extra_ = table.index("extra", Type::u32, "third number, depends on the kind");
  parent_ = table.index("parent", Type::u64, "sequence of the event that scheduled this one; 0: the run's start");
}

void EventTable::add(std::int32_t point, std::int32_t replicate, const std::vector<Event>& rows) {
  if (rows.empty()) return;
  point_->append(std::vector<std::int32_t>(rows.size(), point));
  replicate_->append(std::vector<std::int32_t>(rows.size(), replicate));
  at_->append(column<std::int64_t>(rows, [](const Event& e) { return e.at.time_since_epoch().count(); }));
  sequence_->append(column<std::uint64_t>(rows, [](const Event& e) { return e.seq; }));
  phase_->append(column<std::uint8_t>(rows, [](const Event& e) { return e.phase; }));
  kind_->append(column<std::uint8_t>(rows, [](const Event& e) {
    return static_cast<std::uint8_t>(kind_on_record(static_cast<EventKind>(e.what.kind)));
  }));
  subject_->append(column<std::uint32_t>(rows, [](const Event& e) { return e.what.subject; }));
  detail_->append(column<std::uint32_t>(rows, [](const Event& e) { return e.what.detail; }));
  extra_->append(column<std::uint32_t>(rows, [](const Event& e) { return e.what.extra; }));
  parent_->append(column<std::uint64_t>(rows, [](const Event& e) { return e.what.parent; }));
}

}  // namespace poldyn::results
