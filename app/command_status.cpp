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
#include "sim/batch/campaign.h"
#include "sim/batch/replicates.h"

namespace poldyn::app {
namespace {

namespace fs = std::filesystem;

struct StatusArguments {
  fs::path folder;
  bool json = false;
  bool verify = false;
};

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

void status_command(const StatusArguments& arguments) {
  const Campaign campaign = Campaign::in(arguments.folder);
  const PartList list = campaign.look(arguments.verify ? Verify::fully : Verify::quickly);
  const std::size_t runs = campaign.runs(), done = list.made, left = runs - done;
  const unsigned cores = threads_for(0);
  const double each = done > 0 ? list.seconds / static_cast<double>(done) : 0;
  const double estimate = each * static_cast<double>(left) / cores;
  const bool at_work = FolderLock::is_held(arguments.folder);
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
        {"at_work", at_work},
        {"parts", list.parts.size()},
        {"damaged_parts", list.damaged.size()},
        {"bytes", list.bytes}};
    json["failures"] = nlohmann::ordered_json::array();
    for (const auto& [message, count] : failed) json["failures"].push_back({{"message", message}, {"runs", count}});
    return print(json.dump(2) + "\n");
  }
  const std::string title = campaign.experiment().title;
  print(fmt::format("experiment: {}{}\n", campaign.name(), title.empty() ? "" : fmt::format(", {}", title)));
  print(fmt::format("runs:       {} ({}, {})\n", runs, counted(campaign.experiment().points(), "point"),
                    counted(campaign.experiment().replicates, "replicate")));
  print(fmt::format("done:       {}{}\n", done, done > 0 ? fmt::format(", {:.3g} s each", each) : ""));
  print(fmt::format("failed:     {}\n", list.failed));
  constexpr std::size_t most = 3;
  for (std::size_t i = 0; i < std::min(most, failed.size()); ++i)
    print(fmt::format("            {}: {}\n", counted(failed[i].second, "run"), failed[i].first));
  if (failed.size() > most) print(fmt::format("            {} other messages\n", failed.size() - most));
  const std::string time =
      done > 0 && left > 0 ? fmt::format(", about {} on {}", span_text(estimate), counted(cores, "core")) : "";
  print(fmt::format("left:       {}{}\n", left, time));
  print(fmt::format("parts:      {}, {:.3g} MB\n", list.parts.size(), static_cast<double>(list.bytes) / 1e6));
  for (const auto& part : list.damaged)
    print(fmt::format("damaged:    {}; the next sweep makes its runs anew\n", part.filename().string()));
  print(fmt::format("at work:    {}\n", at_work ? "yes" : "no"));
}

}  // namespace

void add_status(CLI::App& program, Session&) {
  const auto arguments = std::make_shared<StatusArguments>();
  CLI::App& command = *program.add_subcommand("status", "Say how far a campaign is");
  command.add_option("FOLDER", arguments->folder, "folder that poldyn sweep made")->required();
  command.add_flag("--verify", arguments->verify, "read every byte of every part");
  command.add_flag("--json", arguments->json, "print it as JSON");
  command.footer("Example: poldyn status review");
  command.callback([arguments] { status_command(*arguments); });
}

}  // namespace poldyn::app
