#include "app/report/chart_parts.h"

#include <algorithm>
#include <cmath>

namespace poldyn::app {

Json merged(Json a, const Json& b) {
  for (const auto& [key, value] : b.items()) a[key] = value;
  return a;
}

Json encoded(const std::string& field, const std::string& type, const Json& more) {
  return merged({{"field", field}, {"type", type}}, more);
}

Json text_layer(const std::string& field, const Json& x, const std::string& align, const std::string& colour,
                const Json& more) {
  Json mark{{"type", "text"}, {"align", align}, {"baseline", "middle"}, {"color", colour}, {"aria", false}};
  return {{"mark", merged(std::move(mark), more)}, {"encoding", {{"text", encoded(field, "nominal")}, {"x", x}}}};
}

Json filtered(Json layer, const std::string& expression) {
  layer["transform"] = Json::array({{{"filter", expression}}});
  return layer;
}

int text_pixels(std::string_view text) {
  constexpr double widest = 7.6;  // a digit or a bold letter; measured in Liberation Sans and DejaVu Sans at 13 px
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return static_cast<int>(widest * static_cast<double>(std::count_if(text.begin(), text.end(), begins)) + 1);
}

double nice_step(double most, int wanted) {
  if (!(most > 0) || !std::isfinite(most)) return 1;
  const double raw = most / wanted, power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double step : {1.0, 2.0, 2.5, 5.0})
    if (raw <= step * power * 1.0000001) return step * power;
  return 10 * power;
}

Json side_colour() {
  return {{"field", "side"},
          {"type", "nominal"},
          {"legend", nullptr},
          {"scale", {{"domain", {"A", "B", "D"}}, {"range", {colour_a, colour_b, ink}}}}};
}

Json side_shape() {
  return {{"field", "side"},
          {"type", "nominal"},
          {"legend", nullptr},
          {"scale", {{"domain", {"A", "B", "D"}}, {"range", {"circle", "square", "diamond"}}}}};
}

}  // namespace poldyn::app
