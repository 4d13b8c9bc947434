#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands/commands.h"
#include "app/console/numbers.h"
#include "app/console/progress.h"
#include "app/console/terminal.h"
#include "app/console/text_table.h"
#include "sim/base/printable.h"
#include "sim/batch/campaign.h"
#include "sim/batch/replicates.h"
#include "sim/results/results_format.h"
#include "sim/results/results_reader.h"

namespace poldyn::app {
namespace {

namespace fs = std::filesystem;

struct StatusArguments {
  fs::path place;  ///< folder of a campaign, or a result file
  bool json = false;
  bool verify = false;
};

std::string text_of(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

/// How often each message stands in the parts, the most frequent first.
std::vector<std::pair<std::string, std::size_t>> failures(const PartList& list) {
  std::map<std::string, std::size_t> counts;
  std::map<std::uint32_t, std::vector<std::uint32_t>> rows;
  for (const auto& row : list.rows)
    if (row.failed()) rows[row.part].push_back(row.row());
  for (const auto& [part, failed] : rows) {
    parts::Reader reader(list.parts[part]);
    for (const std::uint32_t row : failed) ++counts[reader.read(row).message];
  }
  std::vector<std::pair<std::string, std::size_t>> made(counts.begin(), counts.end());
  std::stable_sort(made.begin(), made.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  return made;
}

nlohmann::ordered_json json_of(const results::Reader& file, std::size_t failed, std::size_t missing) {
  return {{"file", file.file().path().string()},
          {"title", file.title()},
          {"points", file.points()},
          {"replicates", file.replicates()},
          {"failed", failed},
          {"missing", missing},
          {"fingerprint", file.fingerprint()},
          {"version", file.version()},
          {"git_commit", file.git_commit()},
          {"created", file.created()},
          {"digest", file.file().sealed() ? "fits" : "none"}};
}

/// A line of the answer, with its name before it.
void say_labelled(const std::string& name, const std::string& text) {
  print(labelled(name, text, terminal_width()) + "\n");
}

/// A file that is damaged is refused when it is opened.
void status_of_file(const StatusArguments& arguments) {
  const results::Reader file(arguments.place);
  std::size_t failed = 0, missing = 0;
  for (const results::RunStatus status : file.statuses()) {
    failed += status == results::RunStatus::failed ? 1 : 0;
    missing += status == results::RunStatus::missing ? 1 : 0;
  }
  if (arguments.json) return print(text_of(json_of(file, failed, missing)));
  const std::string lacks = missing > 0 ? fmt::format("; {} were not made", missing) : "";
  say_labelled("title:       ", printable_line(file.title()));
  say_labelled("runs:        ",
               fmt::format("{} ({}, {}); {} failed{}", file.points() * file.replicates(),
                           counted(file.points(), "point"), counted(file.replicates(), "replicate"), failed, lacks));
  say_labelled("written:     ",
               fmt::format("{} by poldyn {} ({:.12})", file.created(), file.version(), file.git_commit()));
  say_labelled("fingerprint: ", file.fingerprint());
  say_labelled("digest:      ", file.file().sealed() ? "fits: no byte has changed since the file was written"
                                                     : "none: an older poldyn or another program wrote this file");
}

/// How far a campaign is.
struct CampaignStatus {
  const Campaign& campaign;
  const PartList& list;
  FolderLock::Work work;

  std::size_t left() const { return campaign.runs() - list.made; }
  /// Those at work, or those that could be.
  unsigned cores() const { return work.cores > 0 ? work.cores : threads_for(0); }
  double seconds_each() const { return list.made > 0 ? list.seconds / static_cast<double>(list.made) : 0; }
  double seconds_left() const { return seconds_each() * static_cast<double>(left()) / cores(); }
};

nlohmann::ordered_json json_of(const CampaignStatus& status) {
  const PartList& list = status.list;
  nlohmann::ordered_json json{
      {"experiment", status.campaign.name()},
      {"title", status.campaign.experiment().title},
      {"points", status.campaign.experiment().points()},
      {"replicates", status.campaign.experiment().replicates},
      {"runs", status.campaign.runs()},
      {"done", list.made},
      {"failed", list.failed},
      {"left", status.left()},
      {"seconds_per_run", status.seconds_each()},
      {"seconds_left", list.made > 0 ? nlohmann::ordered_json(status.seconds_left()) : nlohmann::ordered_json()},
      {"cores", status.cores()},
      {"at_work", status.work.processes > 0},
      {"processes", status.work.processes},
      {"parts", list.parts.size()},
      {"damaged_parts", list.damaged.size()},
      {"bytes", list.bytes}};
  json["failures"] = nlohmann::ordered_json::array();
  for (const auto& [message, count] : failures(list))
    json["failures"].push_back({{"message", message}, {"runs", count}});
  return json;
}

void say_failures(const PartList& list) {
  constexpr std::size_t most = 3;
  const auto failed = failures(list);
  say_labelled("failed:     ", std::to_string(list.failed));
  for (std::size_t i = 0; i < std::min(most, failed.size()); ++i)
    say_labelled("            ", fmt::format("{}: {}", counted(failed[i].second, "run"), failed[i].first));
  if (failed.size() > most) say_labelled("            ", fmt::format("{} other messages", failed.size() - most));
}

void say_status(const CampaignStatus& status) {
  const Campaign& campaign = status.campaign;
  const PartList& list = status.list;
  const std::string title = campaign.experiment().title;
  say_labelled("experiment: ",
               fmt::format("{}{}", campaign.name(), title.empty() ? "" : fmt::format(", {}", printable_line(title))));
  say_labelled("runs:       ",
               fmt::format("{} ({}, {})", campaign.runs(), counted(campaign.experiment().points(), "point"),
                           counted(campaign.experiment().replicates, "replicate")));
  say_labelled("done:       ", fmt::format("{}{}", list.made,
                                           list.made > 0 ? fmt::format(", {:.3g} s each", status.seconds_each()) : ""));
  say_failures(list);
  const std::string time =
      list.made > 0 && status.left() > 0
          ? fmt::format(", about {} on {}", span_text(status.seconds_left()), counted(status.cores(), "core"))
          : "";
  say_labelled("left:       ", fmt::format("{}{}", status.left(), time));
  say_labelled("parts:      ", fmt::format("{}, {:.3g} MB", list.parts.size(), static_cast<double>(list.bytes) / 1e6));
  for (const auto& part : list.damaged)
    say_labelled("damaged:    ", fmt::format("{}; the next sweep makes its runs anew", part.filename().string()));
  const std::string busy = counted(status.work.cores, "core");
  say_labelled("at work:    ", status.work.processes == 0 ? "no"
                               : status.work.processes == 1
                                   ? "yes, on " + busy
                                   : fmt::format("yes, {} shards on {}", status.work.processes, busy));
}

void status_of_campaign(const StatusArguments& arguments) {
  const Campaign campaign = Campaign::in(arguments.place);
  const PartList list = campaign.look(arguments.verify ? Verify::fully : Verify::quickly);
  const CampaignStatus status{campaign, list, FolderLock::at_work(arguments.place)};
  if (arguments.json) return print(text_of(json_of(status)));
  say_status(status);
}

}  // namespace

void add_status(CLI::App& program, Session&) {
  const auto arguments = std::make_shared<StatusArguments>();
  CLI::App& command = *program.add_subcommand("status", "Say how far a campaign is, or if a result is whole");
  command.add_option("FOLDER", arguments->place, "folder that poldyn sweep made, or a result file")->required();
  command.add_flag("--verify", arguments->verify, "read every byte of every part");
  command.add_flag("--json", arguments->json, "print it as JSON");
  command.footer("Example: poldyn status review && poldyn merge review && poldyn status review.h5");
  command.callback([arguments] {
    std::error_code error;
    if (fs::is_directory(arguments->place, error) || !fs::exists(arguments->place, error))
      return status_of_campaign(*arguments);
    status_of_file(*arguments);
  });
}

}  // namespace poldyn::app
