#include "app/report/svg_parts.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/report/chart_parts.h"
#include "app/report/marks.h"
#include "app/report/spoken.h"

namespace poldyn::app {

using Anchor = SvgPicture::Anchor;

std::string text_at(const Json& row, const char* field) {
  return row.contains(field) && row[field].is_string() ? plain_text(row[field].get_ref<const std::string&>()) : "";
}

double number_at(const Json& row, const char* field) {
  return row.contains(field) && row[field].is_number() ? row[field].get<double>()
                                                       : std::numeric_limits<double>::quiet_NaN();
}

Axis axis_of(const Json& encoding) {
  const Json& scale = encoding.at("scale");
  return {scale.at("domain").at(0).get<double>(), scale.at("domain").at(1).get<double>(),
          scale.at("range").at(0).get<double>(), scale.at("range").at(1).get<double>()};
}

Axis round_axis(double low, double high, double from, double to, int ticks, double& step) {
  constexpr double dust = 1e-9;  // of rounding: no axis can tell such numbers apart
  if (!std::isfinite(low) || !std::isfinite(high)) low = 0, high = 1;
  const double size = std::max(std::abs(low), std::abs(high));
  if (!(high - low > dust * size)) high = low + std::max(1.0, size / 10);
  step = nice_step(high - low, ticks);
  return {std::floor(low / step + dust) * step, std::ceil(high / step - dust) * step, from, to};
}

std::vector<double> rungs_of(const Axis& axis, double step) {
  std::vector<double> made;
  const auto count = static_cast<int>(std::lround((axis.high - axis.low) / step));
  for (int i = 0; i <= count; ++i) {
    const double at = axis.low + i * step;
    made.push_back(std::abs(at) < 1e-9 * step ? 0 : at);
  }
  return made;
}

std::string tick_text(double x) {
  constexpr int most_places = 6;
  int places = 0;
  while (places < most_places && std::abs(x * std::pow(10, places) - std::round(x * std::pow(10, places))) > 1e-6)
    ++places;
  return spoken_at(x, places);
}

void draw_rungs(SvgPicture& picture, const Axis& x, const Axis& y, double step) {
  for (const double at : rungs_of(y, step)) {
    picture.line({x.from, y(at)}, {x.to, y(at)}, "var(--grid)", 1);
    picture.text({x.from - 6, y(at)}, tick_text(at), Anchor::end, small_font);
  }
  picture.line({x.from, y.from}, {x.to, y.from}, "var(--axis)", 1);
}

}  // namespace poldyn::app
