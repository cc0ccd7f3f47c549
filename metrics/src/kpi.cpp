#include "metrics/kpi.hpp"

#include "kpis/families.hpp"

namespace plantproof::metrics {

std::string_view unit_symbol(Unit unit) {
  switch (unit) {
    case Unit::Ratio:
      return "1";
    case Unit::Milliseconds:
      return "ms";
    case Unit::Count:
      return "count";
  }
  return "";
}

const Reading* Kpi::find(std::string_view reading) const {
  for (const Reading& candidate : readings) {
    if (candidate.id == reading) return &candidate;
  }
  return nullptr;
}

std::vector<std::string> Kpi::reading_ids() const {
  std::vector<std::string> ids;
  for (const Reading& reading : readings) ids.push_back(reading.id);
  return ids;
}

const std::vector<Kpi>& kpis() {
  static const std::vector<Kpi> kKpis = [] {
    std::vector<Kpi> all;
    for (auto* family : {&coverage_kpis, &device_kpis, &efficiency_kpis, &quality_kpis, &session_kpis, &latency_kpis,
                         &availability_kpis}) {
      for (Kpi& kpi : (*family)()) all.push_back(std::move(kpi));
    }
    return all;
  }();
  return kKpis;
}

const std::vector<std::string>& kpi_ids() {
  static const std::vector<std::string> kIds = [] {
    std::vector<std::string> ids;
    for (const Kpi& kpi : kpis()) ids.push_back(kpi.id);
    return ids;
  }();
  return kIds;
}

const Kpi* find_kpi(std::string_view id) {
  for (const Kpi& kpi : kpis()) {
    if (kpi.id == id) return &kpi;
  }
  return nullptr;
}

}  // namespace plantproof::metrics
