#include "drawing.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>

namespace plantproof::docs {

channel::Hall simulated_hall(core::Hertz group_width) {
  std::vector<channel::Cell> cells;
  for (const channel::Place& place : kBaseStations) {
    cells.push_back({place, channel::kIsotropic, core::Hertz::from_ghz(3.5), group_width});
  }
  return {{channel::Environment::InfDh,
           {kLengthM, kWidthM, 10},
           {.density_ratio = 0.6, .size_m = 2, .height_m = 6},
           core::Hertz(5),
           1},
          std::move(cells)};
}

std::string drawing(int width, int height, int left, std::string_view title, std::string_view subtitle) {
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
      "font-family=\"Helvetica, Arial, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif\" font-size=\"13\" "
      "fill=\"#222\">\n<title>{2}</title>\n<rect width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n",
      width, height, title);
  svg += text(left, 30, " font-size=\"18\" font-weight=\"bold\"", title);
  return svg + text(left, 54, " fill=\"#555\"", subtitle);
}

std::string text(double x, double y, std::string_view attributes, std::string_view words) {
  return fmt::format("<text x=\"{}\" y=\"{}\"{}>{}</text>\n", x, y, attributes, words);
}

}  // namespace plantproof::docs
