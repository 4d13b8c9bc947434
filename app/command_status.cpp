#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/numbers.h"
#include "app/progress.h"
#include "app/terminal.h"
#include "app/text_table.h"
#include "sim/batch/campaign.h"
#include "sim/batch/replicates.h"
#include "sim/io/printable.h"
#include "sim/io/results_format.h"
#include "sim/io/results_reader.h"

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
void say(const std::string& name, const std::string& text) { print(labelled(name, text, terminal_width()) + "\n"); }

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
  say("title:       ", printable_line(file.title()));
  say("runs:        ",
      fmt::format("{} ({}, {}); {} failed{}", file.points() * file.replicates(), counted(file.points(), "point"),
                  counted(file.replicates(), "replicate"), failed, lacks));
  say("written:     ", fmt::format("{} by poldyn {} ({:.12})", file.created(), file.version(), file.git_commit()));
  say("fingerprint: ", file.fingerprint());
  say("digest:      ", file.file().sealed() ? "fits: no byte has changed since the file was written"
                                            : "none: an older poldyn or another program wrote this file");
}

void status_of_campaign(const StatusArguments& arguments) {
  const Campaign campaign = Campaign::in(arguments.place);
  const PartList list = campaign.look(arguments.verify ? Verify::fully : Verify::quickly);
  const std::size_t runs = campaign.runs(), done = list.made, left = runs - done;
  const FolderLock::Work work = FolderLock::at_work(arguments.place);
  const unsigned cores = work.cores > 0 ? work.cores : threads_for(0);  // those at work, or those that could be
  const double each = done > 0 ? list.seconds / static_cast<double>(done) : 0;
  const double estimate = each * static_cast<double>(left) / cores;
  const auto failed = failures(list);
  if (arguments.json) {
    nlohmann::ordered_json json{
        {"experiment", campaign.name()},
        {"title", campaign.experiment().title},
        {"points", campaign.experiment().points()},
        {"replicates", campaign.experiment().replicates},
        {"runs", runs},
        {"done", done},
        {"failed", list.failed},
        {"left", left},
        {"seconds_per_run", each},
        {"seconds_left", done > 0 ? nlohmann::ordered_json(estimate) : nlohmann::ordered_json()},
        {"cores", cores},
        {"at_work", work.processes > 0},
        {"processes", work.processes},
        {"parts", list.parts.size()},
        {"damaged_parts", list.damaged.size()},
        {"bytes", list.bytes}};
    json["failures"] = nlohmann::ordered_json::array();
    for (const auto& [message, count] : failed) json["failures"].push_back({{"message", message}, {"runs", count}});
    return print(text_of(json));
  }
  const std::string title = campaign.experiment().title;
  say("experiment: ",
      fmt::format("{}{}", campaign.name(), title.empty() ? "" : fmt::format(", {}", printable_line(title))));
  say("runs:       ", fmt::format("{} ({}, {})", runs, counted(campaign.experiment().points(), "point"),
                                  counted(campaign.experiment().replicates, "replicate")));
  say("done:       ", fmt::format("{}{}", done, done > 0 ? fmt::format(", {:.3g} s each", each) : ""));
  say("failed:     ", std::to_string(list.failed));
  constexpr std::size_t most = 3;
  for (std::size_t i = 0; i < std::min(most, failed.size()); ++i)
    say("            ", fmt::format("{}: {}", counted(failed[i].second, "run"), failed[i].first));
  if (failed.size() > most) say("            ", fmt::format("{} other messages", failed.size() - most));
  const std::string time =
      done > 0 && left > 0 ? fmt::format(", about {} on {}", span_text(estimate), counted(cores, "core")) : "";
  say("left:       ", fmt::format("{}{}", left, time));
  say("parts:      ", fmt::format("{}, {:.3g} MB", list.parts.size(), static_cast<double>(list.bytes) / 1e6));
  for (const auto& part : list.damaged)
    say("damaged:    ", fmt::format("{}; the next sweep makes its runs anew", part.filename().string()));
  const std::string busy = counted(work.cores, "core");
  say("at work:    ", work.processes == 0   ? "no"
                      : work.processes == 1 ? "yes, on " + busy
                                            : fmt::format("yes, {} shards on {}", work.processes, busy));
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
