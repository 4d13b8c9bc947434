#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/experiment.h"
#include "sim/experiment/node_reader.h"
#include "sim/reading/csv.h"
#include "sim/reading/text_store.h"

namespace poldyn {

/// Of one experiment: beyond it a table is a mistake, and reading it would take minutes.
inline constexpr std::size_t most_factors = 10'000;

/// Reads [factor.<name>] tables, and the columns of a CSV table, into `experiment.factors`. The bases must be there.
class FactorReader {
 public:
  /// `unread_bases` are named in the file and could not be read: nothing is said of what a factor does there.
  /// `layer` gives the text of a file that a factor names.
  using LayerText = std::function<std::variant<std::string, TextFault>(const std::string& name)>;
  FactorReader(Experiment& experiment, std::vector<std::string> unread_bases, Mistakes& mistakes, LayerText layer)
      : experiment_(experiment),
        unread_bases_(std::move(unread_bases)),
        mistakes_(mistakes),
        layer_text_(std::move(layer)) {}

  void read(const TomlNode& factors);
  /// Every parameter that experiment.plausible matches and that no factor sets becomes one, over its plausible range.
  void read_plausible(NodeReader& experiment);
  /// Each row of the table is a point, of the base that a column `base` names, or of all of them; `source` is for
  /// messages. Gives the number of rows.
  std::size_t read_table(const std::vector<std::vector<CsvCell>>& rows, const std::shared_ptr<const Source>& source);
  /// Columns of a table that `expand --csv` writes and a design does not need.
  const std::vector<std::string>& left_out() const { return left_out_; }
  /// The table that the design needs is not to be had.
  void lacks_table() { complete_ = false; }
  /// Finds what the factors set, once all are there, and tries their ends on each base. A factor with a mistake keeps
  /// no other from being judged.
  void finish();
  /// Whether all factors are there, with or without mistakes in them.
  bool complete() const { return complete_; }
  /// Of each factor, whether nothing is wrong with it and it is known what it sets.
  const std::vector<bool>& sound() const { return sound_; }

 private:
  struct Written {
    std::vector<std::string> keys;
    Place keys_at;
    std::vector<std::string> bases;
    std::string with;
    Place with_at;
    const TomlNode* table = nullptr;
  };

  /// Does something to each factor that is sound; one about which a mistake is told is so no longer.
  template <class Do>
  void each_sound(Do what);
  void add(Factor factor, Written written, bool sound);
  void check_name(const std::string& name, const Place& at);
  void read_factor(const TomlNode& table);
  /// Whether the fields can be read as columns at all.
  bool read_fields(const std::vector<std::vector<CsvCell>>& rows, const std::shared_ptr<const Source>& source);
  std::size_t read_columns(const std::vector<std::vector<CsvCell>>& rows, const std::shared_ptr<const Source>& source);
  /// Place of the factor that a column holds, which may be a new one; none if it holds something else, or nothing.
  std::optional<std::size_t> factor_of_column(const std::vector<std::vector<CsvCell>>& rows, std::size_t column,
                                              const std::shared_ptr<const Source>& source);
  void add_unknown_column(const std::string& title, const Place& place);
  void read_bases(const std::vector<std::vector<CsvCell>>& rows, std::size_t column,
                  const std::shared_ptr<const Source>& source);
  void read_range(NodeReader& reader, Factor& factor, std::string_view key, InputKind kind);
  void read_law(NodeReader& reader, Factor& factor);
  double number(NodeReader& reader, const TomlNode& node, const Factor& factor, const std::string& key);
  void read_layer(NodeReader& reader, Factor& factor);
  void find_targets(Factor& factor, const Written& written);
  void find_layer_targets(Factor& factor, const Written& written);
  void add_layer_targets(Factor& factor, const TomlNode& layer, std::size_t base);
  std::vector<std::size_t> bases_of(const Written& written) const;
  std::size_t add_targets(Factor& factor, const std::string& key, std::size_t base);
  void blame_key(const Written& written, const std::string& key, const std::string& base);
  bool says_one_way(const Factor& factor, const Written& written, bool sound);
  void read_numbers(Factor& factor, const Written& written);
  void link(Factor& factor, const Written& written);
  /// A distribution that is a plain length of time in all values has numbers, in its unit.
  void see_numbers(Factor& factor);
  void try_ends(const Factor& factor);

  Experiment& experiment_;
  std::vector<std::string> unread_bases_;
  Mistakes& mistakes_;
  LayerText layer_text_;
  std::vector<Written> written_;  // by factor
  std::vector<bool> sound_;       // by factor
  bool complete_ = true;
  std::vector<std::string> left_out_;
};

}  // namespace poldyn
