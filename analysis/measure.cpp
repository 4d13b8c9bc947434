#include "analysis/measure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/stats.h"
#include "sim/hdf5/h5_error.h"
#include "sim/reading/nearest.h"
#include "sim/reading/parse_double.h"
#include "sim/reading/scenario_file.h"
#include "sim/reading/trimmed.h"
#include "sim/results/results_labels.h"

namespace poldyn::analysis {

/// One step of the arithmetic. A leaf is a number or a metric of one bloc.
struct Measure::Node {
  enum class Kind { number, metric, add, subtract, multiply, divide, log10, min, max };
  Kind kind = Kind::number;
  std::size_t at = 0;  ///< in the text
  double number = 0;
  std::string path, label, bloc;
  double day = no_value;  ///< NaN for a total
  std::unique_ptr<Node> left, right;
};

namespace {

using Node = Measure::Node;
using NodePtr = std::unique_ptr<Node>;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  NodePtr all() {
    NodePtr made = sum();
    if (peek() != '\0') fault("expected an operator or the end");
    return made;
  }

 private:
  [[noreturn]] void fault(const std::string& message) const { throw MeasureFault(at_, message); }

  char peek() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char wanted) {
    if (peek() != wanted) return false;
    ++at_;
    return true;
  }
  void need(char wanted) {
    if (!take(wanted)) fault(fmt::format("expected '{}'", wanted));
  }

  NodePtr join(Node::Kind kind, NodePtr left, NodePtr right) const {
    auto made = std::make_unique<Node>();
    made->kind = kind;
    made->at = at_;
    made->left = std::move(left);
    made->right = std::move(right);
    return made;
  }

  NodePtr sum() {
    NodePtr made = product();
    for (;;) {
      if (take('+'))
        made = join(Node::Kind::add, std::move(made), product());
      else if (take('-'))
        made = join(Node::Kind::subtract, std::move(made), product());
      else
        return made;
    }
  }

  NodePtr product() {
    NodePtr made = factor();
    for (;;) {
      if (take('*'))
        made = join(Node::Kind::multiply, std::move(made), factor());
      else if (take('/'))
        made = join(Node::Kind::divide, std::move(made), factor());
      else
        return made;
    }
  }

  NodePtr factor() {
    constexpr int deepest = 100;
    if (++depth_ > deepest) fault("too many parentheses");
    NodePtr made;
    const char next = peek();
    if (take('(')) {
      made = sum();
      need(')');
    } else if (take('-')) {
      made = join(Node::Kind::subtract, std::make_unique<Node>(), factor());
    } else if ((next >= '0' && next <= '9') || next == '.') {
      made = number();
    } else {
      made = word();
    }
    --depth_;
    return made;
  }

  NodePtr number() {
    auto made = std::make_unique<Node>();
    made->at = at_;
    made->number = digits();
    return made;
  }

  double digits() {
    double value = 0;
    const char* from = text_.data() + at_;
    const auto [end, error] = parse_double(from, text_.data() + text_.size(), value);
    if (error != std::errc() || !std::isfinite(value)) fault("expected a number");
    at_ += static_cast<std::size_t>(end - from);
    return value;
  }

  /// A bare name ends before whatever cannot stand in one; a metric's path has strokes, which therefore do not divide
  /// within a path: write blanks around a division.
  std::string name(std::string_view also) {
    const std::size_t from = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_' ||
                                  also.find(text_[at_]) != std::string_view::npos))
      ++at_;
    if (at_ == from) fault("expected a metric, a number or a parenthesis");
    return std::string(text_.substr(from, at_ - from));
  }

  /// What the scenario calls a place, which may be anything but a bracket.
  std::string bracketed() {
    const std::size_t end = text_.find(']', at_);
    if (end == std::string_view::npos) fault("expected ']'");
    std::string label(trimmed(text_.substr(at_, end - at_)));
    if (label.empty()) fault("expected the name of a place");
    at_ = end + 1;
    return label;
  }

  NodePtr word() {
    const std::size_t from = at_;
    const std::string read = name("/");
    if (take('(')) return call(read, from);
    auto made = std::make_unique<Node>();
    made->kind = Node::Kind::metric;
    made->at = from;
    made->path = read;
    if (!read.starts_with("totals/") && !read.starts_with("metrics/"))
      throw MeasureFault(from, fmt::format("'{}' is no metric: write totals/family/name or metrics/family/name", read));
    if (take('[')) made->label = bracketed();
    need('@');
    made->bloc = name("-");
    if (take(':')) made->day = digits();
    if (std::isnan(made->day) == read.starts_with("metrics/"))
      fault(read.starts_with("metrics/") ? "a sampled metric needs a day: @bloc:365" : "a total has no day");
    return made;
  }

  NodePtr call(const std::string& function, std::size_t from) {
    NodePtr first = sum();
    NodePtr made;
    if (function == "log10") {
      made = join(Node::Kind::log10, std::move(first), nullptr);
    } else if (function == "min" || function == "max") {
      need(',');
      made = join(function == "min" ? Node::Kind::min : Node::Kind::max, std::move(first), sum());
    } else {
      throw MeasureFault(
          from, fmt::format("there is no function '{}'; {}", function, suggestion(function, {"log10", "min", "max"})));
    }
    need(')');
    return made;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

std::size_t index_in(const std::vector<std::string>& names, const std::string& name, const Node& node,
                     const std::string& what) {
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end())
    throw MeasureFault(node.at, fmt::format("the file has no {} '{}'; {}", what, name, suggestion(name, names)));
  return static_cast<std::size_t>(at - names.begin());
}

/// The horizon, in days: all points have one. It may lie beyond the last sample. Of a scenario that this version cannot
/// read, the last sample.
double end_of_runs(const results::Reader& file, double last_sample) {
  const auto [text, settings] = file.point_scenario(0);
  const Reading reading = read_scenario_text(text, "scenario", settings);
  return reading.ok() ? reading.scenario.run.horizon.count() : last_sample;
}

/// Position of the last sample at or before `day`.
std::size_t sample_of(const results::Reader& file, const Node& node) {
  const auto times = file.file().read<double>("time");
  if (times.empty() || node.day < times.front() ||
      (node.day > times.back() && node.day > end_of_runs(file, times.back())))
    throw MeasureFault(node.at, fmt::format("day {} lies outside the run", node.day));
  return static_cast<std::size_t>(std::upper_bound(times.begin(), times.end(), node.day) - times.begin()) - 1;
}

/// Where the first two axes begin and how long the block is that one leaf reads.
struct Block {
  h5::Shape start, count;
};

Block block_of(const results::Reader& file, const Node& node, std::size_t axes, std::size_t known) {
  Block block{h5::Shape(axes, 0), h5::Shape(axes, 1)};
  block.start[2] = index_in(file.blocs(), node.bloc, node, "bloc");
  if (known == 4) block.start[3] = sample_of(file, node);
  block.count[1] = file.replicates();
  return block;
}

std::vector<double> metric(const results::Reader& file, const Node& node, std::size_t points) {
  if (!file.file().has_variable(node.path))
    throw MeasureFault(node.at, fmt::format("the file has no metric '{}'", node.path));
  const auto dimensions = file.file().dimensions(node.path);
  const std::size_t axes = dimensions.size(), known = std::isnan(node.day) ? 3 : 4;  // point, replicate, bloc[, time]
  if (axes < known)
    throw h5::NotReadable({file.file().path(), node.path, "read", "it lacks axes that each metric has", ""});
  if ((axes > known) != !node.label.empty())
    throw MeasureFault(node.at, fmt::format("'{}' {}", node.path,
                                            node.label.empty() ? "has one value for each " + dimensions.back() +
                                                                     ": write [label] behind it"
                                                               : "has no labels"));
  Block block = block_of(file, node, axes, known);
  const auto read = [&](std::size_t point, std::size_t number) {
    block.start[0] = point;
    block.count[0] = number;
    return file.file().read_block<double>(node.path, block.start, block.count);
  };
  if (axes == known) return read(0, points);
  results::Labels labels(file);
  const auto place = [&](std::size_t point) {
    return index_in(labels.of(dimensions.back(), block.start[2], point), node.label, node, dimensions.back());
  };
  if (!labels.by_point(dimensions.back())) {
    block.start[known] = place(0);
    return read(0, points);
  }
  std::vector<double> made;
  for (std::size_t point = 0; point < points; ++point) {
    block.start[known] = place(point);
    const auto values = read(point, 1);
    made.insert(made.end(), values.begin(), values.end());
  }
  return made;
}

double combine(Node::Kind kind, double a, double b) {
  switch (kind) {
    case Node::Kind::add:
      return a + b;
    case Node::Kind::subtract:
      return a - b;
    case Node::Kind::multiply:
      return a * b;
    case Node::Kind::divide:
      return b == 0 ? no_value : a / b;
    case Node::Kind::log10:
      return a > 0 ? std::log10(a) : no_value;
    case Node::Kind::min:
      return std::isnan(a) || std::isnan(b) ? no_value : std::min(a, b);
    case Node::Kind::max:
      return std::isnan(a) || std::isnan(b) ? no_value : std::max(a, b);
    case Node::Kind::number:
    case Node::Kind::metric:
      break;
  }
  return no_value;
}

/// Of the first `points` points, replicate by replicate.
std::vector<double> evaluate(const results::Reader& file, const Node& node, std::size_t points) {
  if (node.kind == Node::Kind::number) return std::vector<double>(points * file.replicates(), node.number);
  if (node.kind == Node::Kind::metric) return metric(file, node, points);
  std::vector<double> made = evaluate(file, *node.left, points);
  const std::vector<double> right = node.right ? evaluate(file, *node.right, points) : made;
  for (std::size_t i = 0; i < made.size(); ++i) made[i] = combine(node.kind, made[i], right[i]);
  return made;
}

std::vector<double> without_failed(std::vector<double> made, const results::Reader& file) {
  const auto failed = file.failed();
  for (std::size_t i = 0; i < made.size(); ++i)
    if (failed[i]) made[i] = no_value;
  return made;
}

void collect(const Node& node, std::vector<std::string>& paths) {
  if (node.kind == Node::Kind::metric && std::find(paths.begin(), paths.end(), node.path) == paths.end())
    paths.push_back(node.path);
  if (node.left) collect(*node.left, paths);
  if (node.right) collect(*node.right, paths);
}

}  // namespace

Measure::Measure(std::string_view text) : root_(Parser(text).all()) {}
Measure::Measure(Measure&&) noexcept = default;
Measure::~Measure() = default;

std::vector<double> Measure::values(const results::Reader& file) const {
  return without_failed(evaluate(file, *root_, 1), file);
}

std::vector<double> Measure::values_at_all(const results::Reader& file) const {
  return without_failed(evaluate(file, *root_, file.points()), file);
}

std::vector<std::string> Measure::paths() const {
  std::vector<std::string> made;
  collect(*root_, made);
  return made;
}

}  // namespace poldyn::analysis
