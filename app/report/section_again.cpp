#include "app/report/section_again.h"

#include <fmt/format.h>

#include <filesystem>

#include "app/compare/comparison_words.h"
#include "app/report/marks.h"
#include "app/report/saved_pages.h"
#include "app/report/spoken.h"
#include "poldyn_version.h"

namespace poldyn::app {
namespace {

std::string command_of(const results::Reader& file) {
  const auto found = file.file().find_attribute("/", "command_line");
  const auto* text = found ? std::get_if<std::string>(&*found) : nullptr;
  return text == nullptr ? "" : *text;
}

/// Without its folder, which is nobody's business.
std::string file_name(const analysis::Side& side) { return std::filesystem::path(side.name).filename().string(); }

std::string joined(const ReportMaterial& material, const auto& text_of) {
  std::string made;
  for (std::size_t i = 0; i < material.sides.size(); ++i)
    made += (i == 0 ? "" : "; ") + fmt::format("{}: {}", material.told[i].name, as_text(text_of(i)));
  return made;
}

}  // namespace

ReportSection again_section(const ReportMaterial& material) {
  ReportSection made{.id = "again", .heading = "Make it again", .short_heading = "Make it again"};
  made.lead = {"The same commands with the same version give the same numbers, bit for bit."};
  for (const auto& side : material.told)
    if (const std::string line = command_of(*side.file); !line.empty()) made.commands.push_back(line);
  made.commands.push_back(material.command_line);
  made.particulars = {
      report_maker(),
      {"Files", joined(material, [&](std::size_t i) { return file_name(material.sides[i]); })},
      {"Made by", joined(material,
                         [&](std::size_t i) {
                           const auto& file = *material.told[i].file;
                           return fmt::format("poldyn {}, commit {}, {}", file.version(),
                                              short_commit(file.git_commit()), file.created().substr(0, 10));
                         })},
      {"Runs", joined(material,
                      [&](std::size_t i) {
                        return fmt::format("{}, {}", material.sides[i].runs, seed_text(material.sides[i]));
                      })},
      {"Fingerprints", joined(material, [&](std::size_t i) { return material.sides[i].fingerprint; })},
      {"Scenarios", "kept whole in the files; `poldyn expand FILE` prints one"}};
  return made;
}

std::string source_line(const ReportMaterial& material) {
  std::string made = fmt::format("poldyn {} ({})", version, short_commit(git_commit));
  for (const auto& side : material.sides)
    made += fmt::format("; {}, {} run{}, fingerprint {}", as_text(file_name(side)), side.runs,
                        side.runs == 1 ? "" : "s", as_text(side.fingerprint));
  return made;
}

}  // namespace poldyn::app
