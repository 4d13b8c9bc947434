#include "analysis/attribution/saved.h"

#include <cstdint>
#include <utility>

#include "sim/hdf5/h5_error.h"

namespace poldyn::analysis {
namespace {

[[noreturn]] void no_fit(const h5::Reader& file, const std::string& object, const std::string& cause) {
  throw h5::NotReadable({file.path(), object, "read", cause, {}});
}

/// Reads arrays of the group "attribution", each of which must have rows x `each` elements.
class Arrays {
 public:
  Arrays(const h5::Reader& file, std::size_t rows) : file_(file), rows_(rows) {}

  /// Mean, half-width and adjusted p of `name`, by row and then place.
  std::vector<std::vector<SavedMeasure>> measures(const std::string& name, std::size_t each) const {
    const std::vector<double> means = read(name + "_mean", each), halves = read(name + "_half_width", each);
    const bool tested = file_.has_variable("attribution/" + name + "_p_holm");
    const std::vector<double> p = tested ? read(name + "_p_holm", each) : std::vector<double>(means.size(), no_value);
    std::vector<std::vector<SavedMeasure>> made(rows_);
    for (std::size_t i = 0; i < means.size(); ++i) made[i / each].push_back({means[i], halves[i], p[i]});
    return made;
  }

  std::vector<std::string> texts(const std::string& name) const {
    auto values = file_.read<std::string>("attribution/" + name);
    if (values.size() != rows_) no_fit(file_, "attribution/" + name, "it has not one text for each row");
    return values;
  }

 private:
  std::vector<double> read(const std::string& name, std::size_t each) const {
    auto values = file_.read<double>("attribution/" + name);
    if (values.size() != rows_ * each) no_fit(file_, "attribution/" + name, "its length does not fit the others'");
    return values;
  }

  const h5::Reader& file_;
  std::size_t rows_;
};

std::vector<std::size_t> places(const h5::Reader& file, const std::string& path, std::size_t below) {
  std::vector<std::size_t> made;
  for (const std::int32_t place : file.read<std::int32_t>(path)) {
    if (place < 0 || static_cast<std::size_t>(place) >= below) no_fit(file, path, "it names a group that is not there");
    made.push_back(static_cast<std::size_t>(place));
  }
  return made;
}

void read_groups(const h5::Reader& file, SavedAttributions& made) {
  made.side_files = file.read<std::string>("sides/file");
  made.side_titles = file.read<std::string>("sides/title");
  made.groups = file.read<std::string>("group");
  made.parts = file.read<std::string>("part");
  made.group_of = places(file, "parts/group_index", made.groups.size());
  made.rules = file.read<std::string>("parts/rules");
  if (made.group_of.size() != made.parts.size() || made.rules.size() != made.parts.size())
    no_fit(file, "parts", "its arrays are not as long as there are parts");
}

void read_interactions(const h5::Reader& file, const Arrays& arrays, SavedAttributions& made) {
  if (!file.has_variable("pairs/first")) return;
  const auto first = places(file, "pairs/first", made.groups.size());
  const auto second = places(file, "pairs/second", made.groups.size());
  if (first.size() != second.size()) no_fit(file, "pairs", "its arrays are not equally long");
  const auto indices = arrays.measures("interaction", first.size());
  for (std::size_t row = 0; row < made.rows.size(); ++row)
    for (std::size_t i = 0; i < indices[row].size(); ++i)
      made.rows[row].interactions.push_back({first[i], second[i], indices[row][i]});
}

void read_rows(const h5::Reader& file, SavedAttributions& made) {
  made.rows.resize(file.read<std::string>("attribution/metric").size());
  const Arrays arrays(file, made.rows.size());
  const auto metrics = arrays.texts("metric"), names = arrays.texts("name"), units = arrays.texts("unit"),
             blocs = arrays.texts("bloc");
  const std::size_t groups = made.groups.size();
  auto whole = arrays.measures("whole", 1), of_groups = arrays.measures("group", groups),
       alone = arrays.measures("alone", groups), last = arrays.measures("last", groups),
       parts = arrays.measures("part", made.parts.size());
  for (std::size_t row = 0; row < made.rows.size(); ++row)
    made.rows[row] = {metrics[row],
                      names[row],
                      units[row],
                      blocs[row],
                      whole[row].front(),
                      std::move(of_groups[row]),
                      std::move(alone[row]),
                      std::move(last[row]),
                      std::move(parts[row]),
                      {}};
  read_interactions(file, arrays, made);
}

}  // namespace

bool is_attribution(const h5::Reader& file) {
  const auto kind = file.find_attribute("/", "kind");
  return kind && file.attribute<std::string>("/", "kind") == "attribution";
}

SavedAttributions saved_attributions(const h5::Reader& file) {
  if (!is_attribution(file)) no_fit(file, "/", "it holds no attribution, as poldyn attribute -o writes them");
  SavedAttributions made;
  made.title = file.attribute<std::string>("/", "title");
  made.level = file.attribute<double>("/", "confidence");
  made.replicates = static_cast<std::size_t>(file.attribute<std::int64_t>("/", "replicates"));
  made.worlds = static_cast<std::size_t>(file.attribute<std::int64_t>("/", "worlds"));
  made.sampled = file.attribute<std::string>("/", "method") == "sampled";
  read_groups(file, made);
  read_rows(file, made);
  return made;
}

}  // namespace poldyn::analysis
