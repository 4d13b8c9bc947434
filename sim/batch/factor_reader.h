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
  /// Each row of the table is a point; `source` is for messages. Gives the number of rows.
  std::size_t read_table(const std::vector<std::vector<CsvCell>>& rows, const std::shared_ptr<const Source>& source);
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

  void read_factor(const TomlNode& table);
  void read_range(NodeReader& reader, Factor& factor, std::string_view key, InputKind kind);
  void read_law(NodeReader& reader, Factor& factor);
  double number(NodeReader& reader, const TomlNode& node, const Factor& factor, const std::string& key);
  void find_targets(Factor& factor, const Written& written);
  std::size_t add_targets(Factor& factor, const std::string& key, std::size_t base);
  void blame_key(const Written& written, const std::string& key, const std::string& base);
  void read_numbers(Factor& factor, const Written& written);
  void link(Factor& factor, const Written& written);
  void try_ends(const Factor& factor);

  Experiment& experiment_;
  Mistakes& mistakes_;
  std::vector<Written> written_;  // by factor
};

}  // namespace poldyn
