#include "app/report/material.h"

#include <algorithm>
#include <set>

#include "app/report/marks.h"
#include "sim/reading/trimmed.h"

namespace poldyn::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_name = 36, longest_label = 14;

struct Parts {
  std::string head, rest;
};

Parts parts_of(const std::string& title) {
  const std::size_t colon = title.find(": ");
  if (colon == title.npos) return {title, ""};
  return {std::string(trimmed(title.substr(0, colon))), std::string(trimmed(title.substr(colon + 2)))};
}

bool all_differ(const std::vector<std::string>& names) {
  return std::set<std::string>(names.begin(), names.end()).size() == names.size();
}

bool fit(const std::vector<std::string>& names, std::size_t longest) {
  return all_differ(names) && std::all_of(names.begin(), names.end(), [&](const std::string& name) {
           return !name.empty() && name.size() <= longest;
         });
}

/// "Open regime" as it stands within a sentence: a noun gets its article, and any other name is left alone.
std::string in_sentence(std::string name) {
  for (const char* noun : {" regime", " rules", " world", " case", " scenario"})
    if (name.ends_with(noun)) {
      if (name[0] >= 'A' && name[0] <= 'Z') name[0] = static_cast<char>(name[0] - 'A' + 'a');
      return name.starts_with("the ") ? name : "the " + name;
    }
  return name;
}

std::string first_word(const std::string& name) { return name.substr(0, name.find(' ')); }

std::string stem(const analysis::Side& side) { return fs::path(side.name).stem().string(); }

std::string shortened(const std::string& name) {
  return name.size() <= longest_label ? name : name.substr(0, longest_label - 1) + "…";
}

}  // namespace

const analysis::ComparedBloc* told_bloc(const ReportMaterial& material) {
  if (!material.is_comparison()) return nullptr;
  const std::string& name = material.sides[0].blocs[material.told[0].bloc];
  const auto& blocs = material.comparison.blocs;
  const auto at =
      std::find_if(blocs.begin(), blocs.end(), [&](const auto& bloc) { return bloc.baseline_name == name; });
  return at == blocs.end() ? nullptr : &*at;
}

std::vector<double> runs_of(const ReportMaterial& material, std::size_t side, const std::string& path) {
  const analysis::Side& of = material.sides[side];
  const std::size_t bracket = path.find('[');
  const auto* about = analysis::total_at(of, path.substr(0, bracket));
  if (about == nullptr) return {};
  analysis::LabelledMetric asked{*about, ""};
  if (bracket != path.npos) asked.label = path.substr(bracket + 1, path.size() - bracket - 2);
  if (asked.label.empty() && analysis::has_axis(*about)) return {};
  const std::size_t bloc = material.told[side].bloc;
  if (!analysis::place_of(of, asked, bloc)) return {};
  return analysis::load(of, asked).runs[bloc];
}

analysis::Estimate mean_of(const ReportMaterial& material, std::size_t side, const std::string& path) {
  return analysis::estimate(runs_of(material, side, path), material.level);
}

std::vector<std::string> labels_along(const ReportMaterial& material, std::size_t side, const std::string& path) {
  const auto* about = analysis::total_at(material.sides[side], path);
  return about == nullptr ? std::vector<std::string>{}
                          : analysis::places(material.sides[side], *about, material.told[side].bloc);
}

std::vector<ReportSide> named_sides(const std::vector<analysis::Side>& sides) {
  std::vector<std::string> heads, stems, words;
  for (const auto& side : sides) {
    heads.push_back(parts_of(side.title).head);
    stems.push_back(stem(side));
    words.push_back(first_word(heads.back()));
  }
  const bool by_title = fit(heads, longest_name);
  if (!by_title && !all_differ(stems))
    for (std::size_t i = 0; i < stems.size(); ++i) stems[i] = sides[i].name;
  const bool by_word = by_title && fit(words, longest_label);
  std::vector<ReportSide> made;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const std::string& name = by_title ? heads[i] : stems[i];
    const Parts parts = parts_of(sides[i].title);
    made.push_back({.file = {},
                    .name = as_text(by_title ? in_sentence(name) : name),
                    .label = as_text(by_word ? words[i] : shortened(name)),
                    .description = as_text(by_title ? parts.rest : sides[i].title),
                    .bloc = 0});
  }
  return made;
}

}  // namespace poldyn::app
