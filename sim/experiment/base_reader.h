#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/experiment/experiment_file.h"
#include "sim/experiment/node_reader.h"
#include "sim/reading/scenario_file.h"

namespace poldyn {

/// Reads the scenarios that an experiment starts from, with its table [set] on top, into `reading.experiment.bases`.
/// Those that cannot be read are left out there, so that factors are judged by the others.
class BaseReader {
 public:
  /// `source` is the experiment file's.
  BaseReader(ExperimentReading& reading, std::filesystem::path file, std::shared_ptr<const Source> source)
      : reading_(reading), file_(std::move(file)), source_(std::move(source)), mistakes_(reading_.mistakes) {}

  void read(NodeReader& experiment, const TomlNode* set);
  void read(const StoredExperiment& stored);
  /// All bases must have the same blocs and domains, in whatever order: one file holds all runs.
  void compare(const TomlNode& experiment);

  /// Names of the bases that could not be read: they are named rightly all the same.
  const std::vector<std::string>& unread() const { return unread_; }

 private:
  void read_one(const TomlNode& node, const std::string& label, const TomlNode* set);
  void refuse_settled(const TomlNode& set, const Reading& read);
  void add(const std::string& name, Reading read);
  void add_mistakes(const std::vector<Mistake>& found);
  bool is_taken(const std::string& label) const;

  ExperimentReading& reading_;
  std::filesystem::path file_;
  std::shared_ptr<const Source> source_;
  Mistakes mistakes_;
  std::vector<std::string> unread_;
};

}  // namespace poldyn
