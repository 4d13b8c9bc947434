#include "sim/results/part_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "sim/base/fnv.h"
#include "sim/hdf5/h5_conventions.h"
#include "sim/hdf5/h5_reader.h"
#include "sim/hdf5/h5_writer.h"

namespace poldyn::parts {
namespace {

namespace fs = std::filesystem;

constexpr std::int32_t part_version = 1;
constexpr std::size_t rows_at_a_time = 64;
constexpr std::string_view name_head = "part-";
constexpr double longest_run = 1e9;  // s, of wall time: 30 years

/// Hash of a file's bytes; nothing if it cannot be read.
std::optional<std::uint64_t> hash_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  std::uint64_t hash = fnv1a("");
  std::vector<char> chunk(1 << 20);
  while (in.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || in.gcount() > 0)
    hash = fnv1a({chunk.data(), static_cast<std::size_t>(in.gcount())}, hash);
  return in.bad() ? std::nullopt : std::optional(hash);
}

template <class Get>
auto column_of(const std::vector<Row>& rows, Get get) {
  std::vector<decltype(get(rows.front()))> made;
  made.reserve(rows.size());
  for (const Row& row : rows) made.push_back(get(row));
  return made;
}

/// Values of all rows one after the other; NaN where a run has none.
std::vector<double> flat(const std::vector<Row>& rows, std::vector<double> Row::*values, std::size_t width) {
  std::vector<double> made;
  made.reserve(rows.size() * width);
  for (const Row& row : rows) {
    const auto& own = row.*values;
    if (!own.empty() && own.size() != width) throw std::logic_error("a run has other values than its campaign keeps");
    made.insert(made.end(), own.begin(), own.end());
    made.resize(made.size() + (width - own.size()), std::numeric_limits<double>::quiet_NaN());
  }
  return made;
}

void fill(h5::Writer& file, const Layout& layout, const std::vector<Row>& rows) {
  file.set_attributes("/", {{"Conventions", std::string("CF-1.10")},
                            {"title", std::string("part of a poldyn campaign: poldyn merge makes one file of all")},
                            {"part_version", part_version},
                            {"campaign", layout.campaign},
                            {"poldyn_version", layout.version},
                            {"git_commit", layout.git_commit}});
  file.define_index({.path = "run"}, rows.size());
  const auto add = [&](const char* name, h5::Type type, const char* meaning, const h5::Values& values) {
    file.write_variable({.path = name,
                         .type = type,
                         .dimensions = {"run"},
                         .attributes = h5::attributes_of({.long_name = meaning}, type)},
                        values);
  };
  add("id", h5::Type::u64, "hash of scenario, seed and replicate", column_of(rows, [](const Row& r) { return r.id; }));
  add("seed", h5::Type::u64, "base seed", column_of(rows, [](const Row& r) { return r.seed; }));
  add("replicate", h5::Type::u32, "replicate", column_of(rows, [](const Row& r) { return r.replicate; }));
  add("status", h5::Type::u8, "0 ok, 1 failed",
      column_of(rows, [](const Row& r) { return static_cast<std::uint8_t>(r.status); }));
  add("fingerprint", h5::Type::u64, "hash of the run's events",
      column_of(rows, [](const Row& r) { return r.fingerprint; }));
  add("events", h5::Type::u64, "number of events", column_of(rows, [](const Row& r) { return r.events; }));
  add("seconds", h5::Type::f64, "wall time in s", column_of(rows, [](const Row& r) { return r.seconds; }));
  add("message", h5::Type::text, "why it failed", column_of(rows, [](const Row& r) { return r.message; }));
  // Long rows, so that one run is read without its neighbours.
  const auto table = [&](const char* name, const char* axis, std::size_t width, const std::vector<double>& values) {
    const std::uint64_t chunk = std::clamp<std::uint64_t>(8192 / std::max<std::size_t>(width, 1), 1, rows.size());
    file.write_variable(
        {.path = name,
         .dimensions = {"run", axis},
         .storage = {.chunk = {chunk, std::max<std::uint64_t>(std::min<std::uint64_t>(width, 65'536), 1)}}},
        values);
  };
  if (!layout.totals.empty()) {
    file.define_dimension({.path = "total"}, layout.totals);
    table("totals", "total", layout.totals.size(), flat(rows, &Row::totals, layout.totals.size()));
  }
  if (layout.sampled > 0) {
    file.define_index({.path = "value"}, layout.sampled);
    table("sampled", "value", layout.sampled, flat(rows, &Row::sampled, layout.sampled));
  }
}

[[noreturn]] void fail(const fs::path& file, const char* operation, int error) {
  throw h5::IoFailure({file, {}, operation, std::strerror(error), h5::remedy_for(error)});
}

}  // namespace

fs::path write(const fs::path& folder, const std::string& stem, const Layout& layout, const std::vector<Row>& rows) {
  const fs::path made = folder / (stem + fmt::format("-{}.h5", ::getpid()));
  {
    h5::Writer file(made, h5::IfExists::replace);
    fill(file, layout, rows);
    file.commit();
  }
  const auto hash = hash_of(made);
  if (!hash) fail(made, "read", errno);
  fs::path named = folder / fmt::format("{}{}.h5", name_head, results::hex(*hash));
  if (::rename(made.c_str(), named.c_str()) != 0) {
    const int error = errno;
    ::unlink(made.c_str());
    fail(named, "give the finished file its name", error);
  }
  const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory >= 0) {
    ::fsync(directory);  // some network file systems cannot; the file itself is on the disk
    ::close(directory);
  }
  return named;
}

bool is_part(const fs::path& file) {
  const std::string name = file.filename().string();
  std::error_code error;
  return name.size() == name_head.size() + 16 + 3 && name.starts_with(name_head) && name.ends_with(".h5") &&
         fs::is_regular_file(file, error);
}

bool intact(const fs::path& part) {
  const auto hash = hash_of(part);
  return hash && part.filename().string() == fmt::format("{}{}.h5", name_head, results::hex(*hash));
}

namespace {

constexpr auto columns = std::to_array<std::pair<const char*, h5::Type>>({{"seed", h5::Type::u64},
                                                                          {"replicate", h5::Type::u32},
                                                                          {"status", h5::Type::u8},
                                                                          {"fingerprint", h5::Type::u64},
                                                                          {"events", h5::Type::u64},
                                                                          {"seconds", h5::Type::f64},
                                                                          {"message", h5::Type::text}});

[[noreturn]] void refuse(const h5::Reader& file, const char* object, std::string cause) {
  throw h5::NotReadable({file.path(), object, "read", std::move(cause), {}});
}

/// A column of as many values as there are ids.
void require_column(const h5::Reader& file, const char* name, h5::Type type, std::size_t rows) {
  const h5::Shape shape = file.shape(name);
  if (shape != h5::Shape{rows})
    refuse(file, name, fmt::format("it has the shape {} where there are {} ids", h5::to_string(shape), rows));
  if (!h5::fits(file.type(name), type))
    refuse(file, name, fmt::format("it holds {}, not {}", h5::name_of(file.type(name)), h5::name_of(type)));
}

/// Values of a run in a table; 0 if there is none.
std::size_t width_of(const h5::Reader& file, const char* name, std::size_t rows) {
  if (!file.has_variable(name)) return 0;
  const h5::Shape shape = file.shape(name);
  if (shape.size() != 2 || shape[0] != rows || shape[1] == 0)
    refuse(file, name, fmt::format("it has the shape {} where there are {} ids", h5::to_string(shape), rows));
  if (!h5::fits(file.type(name), h5::Type::f64)) refuse(file, name, "it holds no numbers");
  return static_cast<std::size_t>(shape[1]);
}

Index index_of(const h5::Reader& file) {
  Index index;
  index.campaign = file.attribute<std::uint64_t>("/", "campaign");
  const h5::Shape shape = file.shape("id");
  if (shape.size() != 1) refuse(file, "id", fmt::format("it is no list, but has the shape {}", h5::to_string(shape)));
  index.ids = file.read<std::uint64_t>("id");
  const std::size_t rows = index.ids.size();
  for (const auto& [name, type] : columns) require_column(file, name, type, rows);
  index.totals = width_of(file, "totals", rows);
  index.sampled = width_of(file, "sampled", rows);
  for (const std::uint8_t status : file.read<std::uint8_t>("status")) {
    if (status > static_cast<std::uint8_t>(results::RunStatus::failed))
      refuse(file, "status", fmt::format("it says {}, which means nothing", status));
    index.statuses.push_back(static_cast<results::RunStatus>(status));
  }
  index.seconds = file.read<double>("seconds");
  for (const double seconds : index.seconds)
    if (!(seconds >= 0 && seconds < longest_run)) refuse(file, "seconds", fmt::format("a run took {} s", seconds));
  return index;
}

}  // namespace

Index read_index(const fs::path& part) { return index_of(h5::Reader(part, h5::Trial::no)); }

struct Reader::State {
  h5::Reader file;
  Index index;
  std::vector<std::uint64_t> seeds, fingerprints, events;
  std::vector<std::uint32_t> replicates;
  std::vector<std::string> messages;
  std::size_t first = 0, held = 0;  // rows in memory
  std::vector<double> held_totals, held_sampled;

  explicit State(const fs::path& part) : file(part, h5::Trial::no), index(index_of(file)) {
    seeds = file.read<std::uint64_t>("seed");
    fingerprints = file.read<std::uint64_t>("fingerprint");
    events = file.read<std::uint64_t>("events");
    replicates = file.read<std::uint32_t>("replicate");
    const auto ok = [](results::RunStatus status) { return status == results::RunStatus::ok; };
    if (!std::all_of(index.statuses.begin(), index.statuses.end(), ok)) messages = file.read<std::string>("message");
  }

  void hold(std::size_t row) {
    if (row >= first && row < first + held) return;
    first = row - row % rows_at_a_time;
    held = std::min(rows_at_a_time, index.ids.size() - first);
    if (index.totals > 0) held_totals = file.read_block<double>("totals", {first, 0}, {held, index.totals});
    if (index.sampled > 0) held_sampled = file.read_block<double>("sampled", {first, 0}, {held, index.sampled});
  }
};

Reader::Reader(const fs::path& part) : state_(std::make_unique<State>(part)) {}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;

std::size_t Reader::size() const { return state_->index.ids.size(); }

Row Reader::read(std::size_t row) {
  State& s = *state_;
  if (row >= size()) refuse(s.file, "id", fmt::format("it has no run {}", row));
  s.hold(row);
  const auto slice = [&](const std::vector<double>& values, std::size_t width) {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>((row - s.first) * width);
    return std::vector<double>(begin, begin + static_cast<std::ptrdiff_t>(width));
  };
  Row made{s.index.ids[row],
           s.seeds[row],
           s.replicates[row],
           s.index.statuses[row],
           s.fingerprints[row],
           s.events[row],
           s.index.seconds[row],
           s.messages.empty() ? std::string() : s.messages[row],
           {},
           {}};
  if (made.status == results::RunStatus::ok) {
    if (s.index.totals > 0) made.totals = slice(s.held_totals, s.index.totals);
    if (s.index.sampled > 0) made.sampled = slice(s.held_sampled, s.index.sampled);
  }
  return made;
}

}  // namespace poldyn::parts
