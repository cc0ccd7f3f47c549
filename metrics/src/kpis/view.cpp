#include "view.hpp"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

#include "data/pass.hpp"

namespace plantproof::metrics {
namespace {

template <class Row>
struct TimesLook {
  std::vector<std::optional<core::Instant> (*)(const Row& row)> columns;
  std::optional<RunTimes> times;

  void take(const RunTimes& more) {
    if (!times) times = more;
    times->first = std::min(times->first, more.first);
    times->last = std::max(times->last, more.last);
  }
  void add(const Row& row) {
    for (const auto instant : columns) {
      if (const auto time = instant(row)) take({*time, *time});
    }
  }
  void merge(const TimesLook& next) {
    if (next.times) take(*next.times);
  }
};

}  // namespace

void Observations::add(const Observations& others) {
  seen_.insert(seen_.end(), others.seen_.begin(), others.seen_.end());
}

Series Observations::in_order_of_time() const {
  std::vector<const Seen*> ordered;
  ordered.reserve(seen_.size());
  for (const Seen& seen : seen_) ordered.push_back(&seen);
  const auto time = [](const Seen* seen) { return seen->at; };
  if (!std::ranges::is_sorted(ordered, {}, time)) std::ranges::stable_sort(ordered, {}, time);
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  Series series;
  series.values.reserve(seen_.size());
  series.streams.reserve(seen_.size());
  for (const Seen* seen : ordered) {
    series.values.push_back(seen->value);
    series.streams.push_back(numbers.emplace(seen->stream, static_cast<std::uint32_t>(numbers.size())).first->second);
  }
  return series;
}

std::optional<RunTimes> times_of(const data::Tables& tables) {
  std::optional<RunTimes> times;
  data::for_each_table([&]<class Row>(const data::TableDefinition<Row>& definition) {
    TimesLook<Row> look{{}, times};
    for (const auto& column : definition.columns) {
      if (column.instant != nullptr) look.columns.push_back(column.instant);
    }
    if (look.columns.empty()) return;
    const data::TableOnDisk* file = tables.on_disk<Row>();
    if (file == nullptr || look.columns.size() > 1) {
      times = data::pass<Row>(tables, look).times;
    } else if (file->rows > 0) {  // opening it has told of the one time that its rows have
      look.take({file->first, file->last});
      times = look.times;
    }
  });
  return times;
}

std::vector<Window> windows_of(const data::Evidence& evidence, data::Phase phase) {
  std::vector<Window> windows;
  for (const data::Run& run : evidence.runs(phase)) {
    const auto* shifts = run.tables.rows<data::Shift>();
    if (shifts == nullptr) continue;
    for (const data::Shift& shift : *shifts) {
      if (shift.start == shift.end) continue;
      windows.push_back({run.name, shift.shift, &run.tables, shift.start, shift.end, shift.labour_hours});
    }
  }
  return windows;
}

std::vector<const Window*> windows_of_run(const std::vector<Window>& windows, const data::Tables& run) {
  std::vector<const Window*> result;
  for (const Window& window : windows) {
    if (window.tables == &run) result.push_back(&window);
  }
  return result;
}

std::optional<std::size_t> window_at(const std::vector<const Window*>& windows, core::Instant time) {
  const auto after = std::ranges::upper_bound(windows, time, {}, &Window::start);
  if (after == windows.begin() || !(*std::prev(after))->contains(time)) return std::nullopt;
  return static_cast<std::size_t>(after - windows.begin()) - 1;
}

}  // namespace plantproof::metrics
