#include "coverage_picture.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <iterator>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "drawing.hpp"
#include "survey/route.hpp"
#include "survey/walk_test.hpp"

namespace plantproof::docs {
namespace {

using namespace std::chrono_literals;

constexpr int kGridM = 2;
constexpr int kColumns = kLengthM / kGridM;
constexpr int kRows = kWidthM / kGridM;

constexpr int kLeastDbm = -100;  // below it the lowest colour, and the highest from the last limit on
constexpr int kStepDbm = 5;
constexpr std::array<std::string_view, 8> kColours{"#3b1c4a", "#44397b", "#3a5a8c", "#2d788e",
                                                   "#21968a", "#3fb57a", "#8fd04f", "#f0e442"};

constexpr int kScale = 7;  // of the drawing: pixels a metre
constexpr int kLeft = 58;
constexpr int kTop = 74;
constexpr int kRight = kLeft + kLengthM * kScale;
constexpr int kBottom = kTop + kWidthM * kScale;

constexpr double x_of(double x_m) {
  return kLeft + x_m * kScale;
}
/// The y axis of the hall goes up.
constexpr double y_of(double y_m) {
  return kBottom - y_m * kScale;
}

constexpr std::size_t cell_index(int row, int column) {
  return static_cast<std::size_t>(row) * kColumns + static_cast<std::size_t>(column);
}

struct Class {
  std::string_view colour;
  std::string label;
};

std::vector<Class> classes() {
  std::vector<Class> all;
  for (std::size_t i = 0; i < kColours.size(); ++i) {
    const int from = kLeastDbm + (static_cast<int>(i) - 1) * kStepDbm;
    const int to = from + kStepDbm;
    if (i == 0) {
      all.push_back({kColours[i], fmt::format("&lt; {}", to)});
    } else if (i + 1 == kColours.size()) {
      all.push_back({kColours[i], fmt::format("≥ {}", from)});
    } else {
      all.push_back({kColours[i], fmt::format("{} ~ {}", from, to)});
    }
  }
  return all;
}

std::size_t class_of(double dbm) {
  const auto above = static_cast<int>(std::floor((dbm - kLeastDbm) / kStepDbm)) + 1;
  return static_cast<std::size_t>(std::clamp(above, 0, static_cast<int>(kColours.size()) - 1));
}

/// The class of each grid cell, row by row; none where no sample lies.
std::vector<std::optional<std::size_t>> grid(const std::vector<data::RadioSample>& samples) {
  std::vector<std::vector<double>> levels(static_cast<std::size_t>(kColumns) * kRows);
  for (const data::RadioSample& sample : samples) {
    const int column = std::min(static_cast<int>(sample.x_m / kGridM), kColumns - 1);
    const int row = std::min(static_cast<int>(sample.y_m / kGridM), kRows - 1);
    levels[cell_index(row, column)].push_back(sample.ss_rsrp->dbm());
  }
  std::vector<std::optional<std::size_t>> found;
  for (std::vector<double>& of_cell : levels) {
    if (of_cell.empty()) {
      found.emplace_back();
      continue;
    }
    const auto middle = of_cell.begin() + static_cast<std::ptrdiff_t>((of_cell.size() - 1) / 2);
    std::ranges::nth_element(of_cell, middle);
    found.emplace_back(class_of(*middle));
  }
  return found;
}

/// The outline of every cell of a class, neighbours in a row as one.
std::string path(const std::vector<std::optional<std::size_t>>& grid, std::size_t wanted) {
  std::string path;
  for (int row = 0; row < kRows; ++row) {
    for (int column = 0; column < kColumns;) {
      int end = column;
      while (end < kColumns && grid[cell_index(row, end)] == wanted) ++end;
      if (end > column) {
        fmt::format_to(std::back_inserter(path), "M{} {}h{}v{}h-{}z", x_of(column * kGridM), y_of((row + 1) * kGridM),
                       (end - column) * kGridM * kScale, kGridM * kScale, (end - column) * kGridM * kScale);
      }
      column = std::max(end, column + 1);
    }
  }
  return path;
}

}  // namespace

std::vector<data::RadioSample> walk_the_hall() {
  constexpr core::Dbm kPower(24);
  constexpr int kResourceBlocks = 273;
  const channel::Hall hall = simulated_hall(core::Hertz(360e3));
  std::vector<survey::Transmitter> transmitters;
  for (std::size_t i = 0; i < kBaseStations.size(); ++i) {
    transmitters.push_back({fmt::format("gNB {}", i + 1), survey::power_per_resource_element(kPower, kResourceBlocks)});
  }
  survey::WalkTest test;
  test.device = "scanner";
  test.interval = 250ms;
  return survey::walk_test(hall, transmitters,
                           survey::lawn_mower({.length_m = kLengthM, .width_m = kWidthM}, 0.5, 1.2, 1.5), test);
}

std::string coverage_svg(const std::vector<data::RadioSample>& samples, core::Language language) {
  const core::Text title{"SS-RSRP 覆盖图：InF-DH 厂房，120 m × 60 m，3 个基站",
                         "SS-RSRP in an InF-DH hall, 120 m × 60 m, 3 gNBs"};
  const core::Text subtitle{
      "3.5 GHz，100 MHz，每站 24 dBm，天线高 8 m；逐行走测，每 2 m × 2 m 栅格取采样的中位数",
      "3.5 GHz, 100 MHz, 24 dBm each, antennas 8 m high; median of the walk test's samples in each 2 m × 2 m cell"};
  const core::Text base_station{"基站", "gNB"};
  constexpr int kLegend = kRight + 28;
  constexpr int kImageWidth = kLegend + 124;
  constexpr int kImageHeight = kBottom + 52;

  std::string svg = drawing(kImageWidth, kImageHeight, kLeft, title.in(language), subtitle.in(language));

  const auto found = grid(samples);
  const auto scale = classes();
  for (std::size_t i = 0; i < scale.size(); ++i) {
    if (const std::string outline = path(found, i); !outline.empty()) {
      fmt::format_to(std::back_inserter(svg), "<path fill=\"{}\" d=\"{}\"/>\n", scale[i].colour, outline);
    }
  }
  fmt::format_to(
      std::back_inserter(svg),
      "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#222\" stroke-width=\"2\"/>\n", kLeft,
      kTop, kLengthM * kScale, kWidthM * kScale);

  for (int x = 0; x <= kLengthM; x += 20) {
    svg += text(x_of(x), kBottom + 20, " text-anchor=\"middle\"", fmt::format("{}", x));
  }
  for (int y = 0; y <= kWidthM; y += 20) {
    svg += text(kLeft - 8, y_of(y) + 4, " text-anchor=\"end\"", fmt::format("{}", y));
  }
  svg += text((kLeft + kRight) / 2.0, kBottom + 42, " text-anchor=\"middle\"", "x / m");
  svg += text(16, (kTop + kBottom) / 2.0, "", "y / m");

  for (std::size_t i = 0; i < kBaseStations.size(); ++i) {
    const double x = x_of(kBaseStations[i].x_m);
    const double y = y_of(kBaseStations[i].y_m);
    fmt::format_to(std::back_inserter(svg),
                   "<path d=\"M{} {}l-9 16h18z\" fill=\"#fff\" stroke=\"#222\" stroke-width=\"2\"/>\n", x, y - 9);
    svg += text(x, y + 24,
                " text-anchor=\"middle\" font-weight=\"bold\" stroke=\"#fff\" stroke-width=\"3\" "
                "paint-order=\"stroke\"",
                fmt::format("{} {}", base_station.in(language), i + 1));
  }

  svg += text(kLegend, kTop + 12, " font-weight=\"bold\"", "SS-RSRP / dBm");
  for (std::size_t i = 0; i < scale.size(); ++i) {
    const auto y = kTop + 28 + 26 * static_cast<int>(scale.size() - 1 - i);
    fmt::format_to(std::back_inserter(svg), "<rect x=\"{}\" y=\"{}\" width=\"24\" height=\"26\" fill=\"{}\"/>\n",
                   kLegend, y, scale[i].colour);
    svg += text(kLegend + 32, y + 18, "", scale[i].label);
  }
  return svg + "</svg>\n";
}

}  // namespace plantproof::docs
