#include "claims/runs.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/console/failure.h"
#include "app/console/interrupt.h"
#include "app/console/progress.h"
#include "app/console/terminal.h"
#include "poldyn_version.h"
#include "sim/base/fnv.h"
#include "sim/batch/merge.h"
#include "sim/batch/sweep.h"
#include "sim/results/results_format.h"

namespace poldyn::app {

namespace fs = std::filesystem;

ClaimsRunning::ClaimsRunning(ClaimsPlace place, std::vector<ClaimExperiments> worlds) : place_(std::move(place)) {
  for (auto& world : worlds) {
    names_.push_back(world.world);
    strengths_[world.world] = world.strengths;
    baselines_.push_back(part(world.world + "-baseline", std::move(world.baseline), nullptr));
    spaces_.push_back(part(world.world + "-space", std::move(world.space), nullptr));
  }
}

ClaimsRunning::Part ClaimsRunning::part(const std::string& label, Experiment experiment,
                                        std::unique_ptr<FolderLock> lock) const {
  const fs::path folder = place_.folder / label;
  if (place_.stored_only && !fs::exists(folder / "campaign.toml"))
    throw Failure(Exit::no_input,
                  fmt::format("{}: there are no stored runs; make them with poldyn claims first, without "
                              "--threshold",
                              folder.string()));
  Part made{label, std::move(lock), std::make_unique<Campaign>(folder, std::move(experiment), version, git_commit)};
  made.campaign->set_name(place_.campaign);
  made.campaign->make_folder();
  if (!made.lock) made.lock = std::make_unique<FolderLock>(made.campaign->folder(), Shard{});
  made.campaign->open(place_.extend ? Extend::yes : Extend::same_program);
  return made;
}

void ClaimsRunning::make(Part& part) {
  const std::size_t all = part.campaign->runs(), there = std::min(all, part.campaign->look(Verify::quickly).made);
  if (place_.stored_only && there < all)
    throw Failure(Exit::no_input,
                  fmt::format("{}: {} of {} runs are missing; make them with poldyn claims first, without "
                              "--threshold",
                              part.campaign->folder().string(), all - there, all));
  ProgressBar bar(!place_.quiet && errors_on_terminal());
  remove_remains(*part.campaign, {});
  SweepOptions options;
  options.jobs = place_.jobs;
  options.stop = &stop_flag();
  options.progress = [&](const SweepState& now) {
    bar.update({static_cast<std::uint32_t>(all - there), static_cast<std::uint32_t>(now.done),
                static_cast<std::uint32_t>(now.failed), 0});
  };
  const SweepState state = sweep(*part.campaign, options);
  if (state.stopped)
    throw Failure(Exit::interrupted,
                  fmt::format("interrupted in {}; {} of {} runs of this round were made, and the same "
                              "command goes on",
                              part.label, state.before + state.done, all));
}

fs::path ClaimsRunning::merged(const Part& part, const std::string& name) const {
  fs::path output = place_.folder / (name + ".h5");
  const auto poll = [](std::size_t, std::size_t) {
    if (stop_flag()) throw Failure(Exit::interrupted, "interrupted; all runs are made, and the same command goes on");
  };
  merge(*part.campaign, output, {h5::IfExists::replace, false, place_.command_line, version, git_commit, poll});
  return output;
}

void ClaimsRunning::first_round() {
  for (std::size_t w = 0; w < names_.size(); ++w)
    for (Part* one : {&baselines_[w], &spaces_[w]}) make(*one);
  for (std::size_t w = 0; w < names_.size(); ++w) {
    analysis::WorldFiles files{analysis::ArmFile(merged(baselines_[w], baselines_[w].label)), {}, {}};
    files.space.add(analysis::ArmFile(merged(spaces_[w], spaces_[w].label)));
    for (const auto& [name, ends] : strengths_[names_[w]]) files.strengths[name] = {ends.none, ends.full};
    files_.emplace(names_[w], std::move(files));
  }
}

void ClaimsRunning::go_on(const LongerSpace& wanted, Experiment space) {
  const auto w = static_cast<std::size_t>(std::find(names_.begin(), names_.end(), wanted.world) - names_.begin());
  Part& one = spaces_.at(w);
  one = part(one.label, std::move(space), std::move(one.lock));
  make(one);
  analysis::SpaceFiles& files = files_.at(wanted.world).space;
  files.add(analysis::ArmFile(merged(one, fmt::format("{}-{}", one.label, files.files().size() + 1))));
}

std::size_t ClaimsRunning::runs() const {
  std::size_t sum = 0;
  for (const auto& [name, files] : files_) {
    sum += files.baseline.arms().size() * files.baseline.points() * files.baseline.replicates();
    const auto& first = files.space.files().front();
    for (const auto& arm : first.arms()) sum += files.space.points({arm}) * first.replicates();
  }
  return sum;
}

std::size_t ClaimsRunning::failed() const {
  std::size_t sum = 0;
  for (const auto& [name, files] : files_) {
    sum += files.baseline.failed();
    for (const auto& arm : files.space.files().front().arms()) sum += files.space.failed(arm);
  }
  return sum;
}

std::string ClaimsRunning::fingerprint() const {
  std::uint64_t hash = fnv1a("poldyn claims");
  for (const auto& [name, files] : files_) {
    hash = fnv1a(files.baseline.file().fingerprint(), hash);
    for (const auto& file : files.space.files()) hash = fnv1a(file.file().fingerprint(), hash);
  }
  return results::hex(hash);
}

}  // namespace poldyn::app
