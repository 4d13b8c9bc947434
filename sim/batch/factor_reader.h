#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/batch/experiment.h"
#include "sim/batch/node_reader.h"
#include "sim/io/csv.h"

namespace poldyn {

/// Reads [factor.<name>] tables, and the columns of a CSV table, into `experiment.factors`. The bases must be there.
class FactorReader {
 public:
  FactorReader(Experiment& experiment, Mistakes& mistakes) : experiment_(experiment), mistakes_(mistakes) {}

  void read(const TomlNode& factors);
  /// Each row of the table is a point, of the base that a column `base` names, or of all of them; `source` is for
  /// messages. Gives the number of rows.
  std::size_t read_table(const std::vector<std::vector<CsvCell>>& rows, const std::shared_ptr<const Source>& source);
  /// Columns of a table that `expand --csv` writes and a design does not need.
  const std::vector<std::string>& left_out() const { return left_out_; }
  /// Finds what the factors set, once all are there, and tries their ends on each base.
  void finish();

 private:
  struct Written {
    std::vector<std::string> keys;
    Place keys_at;
    std::vector<std::string> bases;
    std::string with;
    Place with_at;
    const TomlNode* table = nullptr;
  };

  void check_name(const std::string& name, const Place& at);
  void read_factor(const TomlNode& table);
  void read_bases(const std::vector<std::vector<CsvCell>>& rows, std::size_t column,
                  const std::shared_ptr<const Source>& source);
  void read_range(NodeReader& reader, Factor& factor, std::string_view key, InputKind kind);
  void read_law(NodeReader& reader, Factor& factor);
  double number(NodeReader& reader, const TomlNode& node, const Factor& factor, const std::string& key);
  void find_targets(Factor& factor, const Written& written);
  std::size_t add_targets(Factor& factor, const std::string& key, std::size_t base);
  void blame_key(const Written& written, const std::string& key, const std::string& base);
  void read_numbers(Factor& factor, const Written& written);
  void link(Factor& factor, const Written& written);
  /// A distribution that is a plain length of time in all values has numbers, in its unit.
  void see_numbers(Factor& factor);
  void try_ends(const Factor& factor);

  Experiment& experiment_;
  Mistakes& mistakes_;
  std::vector<Written> written_;  // by factor
  std::vector<std::string> left_out_;
};

}  // namespace poldyn
