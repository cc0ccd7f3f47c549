#include "data_collection/source.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace plantproof::plants::collection {

std::vector<Source> sources_of(const scenarios::DataCollection& plant) {
  std::vector<const scenarios::DataCollection::SourceKind*> of_a_cell;
  std::vector<std::int64_t> numbers;
  for (const auto& kind : plant.sources) {
    for (std::int64_t i = 0; i < kind.per_cell.value; ++i) {
      of_a_cell.push_back(&kind);
      numbers.push_back(i + 1);
    }
  }
  const auto columns =
      static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(std::max<std::size_t>(of_a_cell.size(), 1)))));
  const std::size_t rows = (of_a_cell.size() + columns - 1) / columns;
  std::vector<Source> sources;
  for (std::size_t cell = 0; cell < plant.cells.size(); ++cell) {
    for (std::size_t i = 0; i < of_a_cell.size(); ++i) {
      const double column = (static_cast<double>(i % columns) + 0.5) / static_cast<double>(columns) - 0.5;
      const std::size_t whole_rows = i / columns;
      const double row = (static_cast<double>(whole_rows) + 0.5) / static_cast<double>(rows) - 0.5;
      sources.push_back({fmt::format("{}-{}-{}", plant.cells[cell].name.value, of_a_cell[i]->name.value, numbers[i]),
                         cell, plant.cells[cell].x_m.value + column * plant.cell_length_m.value,
                         plant.cells[cell].y_m.value + row * plant.cell_width_m.value, of_a_cell[i]->registers.value,
                         core::of_milliseconds(of_a_cell[i]->answer_ms.value)});
    }
  }
  return sources;
}

Outages::Outages(const scenarios::DataCollection::Outages& outages, core::Draws draws, core::Instant start,
                 core::Instant end) {
  if (outages.time_between_h.value <= 0) return;
  const double on_s = outages.time_between_h.value * core::kSecondsPerHour;
  const double off_s = outages.lasts_s.value;
  bool is_on = draws.uniform() * (on_s + off_s) < on_s;
  if (!is_on) changes_.push_back(start);
  for (core::Instant when = start;; is_on = !is_on) {
    when += core::of_seconds((is_on ? on_s : off_s) * draws.exponential());
    if (when >= end) return;
    changes_.push_back(when);
  }
}

bool Outages::is_off(core::Instant when) const {
  const auto passed = std::upper_bound(changes_.begin(), changes_.end(), when) - changes_.begin();
  return passed % 2 == 1;
}

}  // namespace plantproof::plants::collection
