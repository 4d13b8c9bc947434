#include "sim/results/results_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/hdf5/h5_error.h"
#include "sim/results/results_format.h"

namespace poldyn::results {
namespace {

class ShapeCheck {
 public:
  explicit ShapeCheck(const h5::Reader& file) : file_(file) {}

  void all() {
    for (const char* dimension : {"point", "replicate", "bloc"})
      if (length_of(dimension) == 0) fail(dimension, "it is empty");
    require("bloc", h5::Type::text, {"bloc"});
    check_times();
    check_runs();
    if (file_.has_variable("base_scenario"))
      check_design();
    else
      require("scenario", h5::Type::text, {"point"});
    check_metrics("totals", {"point", "replicate", "bloc"});
    check_metrics("metrics", {"point", "replicate", "bloc", "time"});
  }

 private:
  using Names = std::vector<std::string>;

  [[noreturn]] void fail(const std::string& object, std::string cause) const {
    throw h5::NotReadable({file_.path(), object, "read", std::move(cause), {}});
  }

  /// Of a dimension with a coordinate in the root.
  std::uint64_t length_of(const std::string& dimension) {
    const auto known = lengths_.find(dimension);
    if (known != lengths_.end()) return known->second;
    const h5::Shape shape = file_.shape(dimension);
    if (shape.size() != 1) fail(dimension, fmt::format("it is no list, but has the shape {}", h5::to_string(shape)));
    return lengths_[dimension] = shape[0];
  }

  void require_is(const std::string& path, h5::Type type, h5::Type wanted) const {
    if (!h5::fits(type, wanted)) fail(path, fmt::format("it holds {}, not {}", h5::name_of(type), h5::name_of(wanted)));
  }

  void require(const std::string& path, h5::Type type, const Names& axes) {
    require_is(path, file_.type(path), type);
    require_lengths(path, file_.shape(path), axes);
  }

  void require_lengths(const std::string& path, const h5::Shape& found, const Names& axes) {
    h5::Shape wanted;
    for (const auto& axis : axes) wanted.push_back(length_of(axis));
    if (found != wanted)
      fail(path, fmt::format("it has the shape {} where ({}) has {}", h5::to_string(found), fmt::join(axes, ", "),
                             h5::to_string(wanted)));
  }

  void check_times() {
    require("time", h5::Type::f64, {"time"});
    const auto times = file_.read<double>("time");
    const auto rises = [](double a, double b) { return !(a < b); };
    if (std::adjacent_find(times.begin(), times.end(), rises) != times.end()) fail("time", "its times do not rise");
  }

  void check_runs() {
    for (const char* name : {"seed", "fingerprint", "events"})
      require(fmt::format("runs/{}", name), h5::Type::u64, {"point", "replicate"});
    require("runs/status", h5::Type::u8, {"point", "replicate"});
    require("runs/message", h5::Type::text, {"point", "replicate"});
    for (const std::uint8_t status : file_.read<std::uint8_t>("runs/status"))
      if (status > static_cast<std::uint8_t>(RunStatus::missing))
        fail("runs/status", fmt::format("it says {}, which means nothing", status));
  }

  void check_design() {
    require("base", h5::Type::text, {"base"});
    require("base_scenario", h5::Type::text, {"base"});
    require("settings", h5::Type::text, {"point"});
    require("point_id", h5::Type::u64, {"point"});
    require("parameters/base_index", h5::Type::i32, {"point"});
    for (const std::int32_t base : file_.read<std::int32_t>("parameters/base_index"))
      if (base < 0 || static_cast<std::uint64_t>(base) >= length_of("base"))
        fail("parameters/base_index", fmt::format("it names base {} of {}, counted from 0", base, length_of("base")));
    for (const auto& name : file_.variables("parameters")) {
      const std::string path = "parameters/" + name;
      if (name == "base_index") continue;
      const bool is_number = file_.find_attribute(path, "units").has_value();  // every number has them
      require(path, is_number ? h5::Type::f64 : h5::Type::text, {"point"});
    }
  }

  void check_metrics(const std::string& group, const Names& first) {
    if (!file_.has_group(group)) return;
    for (const auto& family : file_.groups(group))
      for (const auto& name : file_.variables(group + "/" + family))
        check_metric(fmt::format("{}/{}/{}", group, family, name), first);
  }

  /// The axes of its group, and perhaps one of its own, each as long as its dimension.
  void check_metric(const std::string& path, const Names& first) {
    const auto [type, shape, axes] = file_.describe(path);
    const bool known = axes.size() >= first.size() && axes.size() <= first.size() + 1 &&
                       std::equal(first.begin(), first.end(), axes.begin());
    if (!known || axes.back().empty())
      fail(path, fmt::format("it has the axes ({}), not ({}) and at most one more", fmt::join(axes, ", "),
                             fmt::join(first, ", ")));
    require_is(path, type, h5::Type::f64);
    require_lengths(path, shape, axes);
  }

  const h5::Reader& file_;
  std::map<std::string, std::uint64_t> lengths_;
};

}  // namespace

void require_shapes(const h5::Reader& file) { ShapeCheck(file).all(); }

}  // namespace poldyn::results
