#pragma once

#include <vector>

#include "metrics/kpi.hpp"

// The families the catalogue is put together from; kpis() orders them.
namespace plantproof::metrics {

std::vector<Kpi> coverage_kpis();      ///< share of the floor with service
std::vector<Kpi> device_kpis();        ///< how many devices, how they are connected
std::vector<Kpi> efficiency_kpis();    ///< output, missions, records, costs against the baseline
std::vector<Kpi> quality_kpis();       ///< yield, defects, misjudgment, right commands and decisions, stock
std::vector<Kpi> session_kpis();       ///< AR/VR attendances and sessions
std::vector<Kpi> latency_kpis();       ///< one-way delay between devices
std::vector<Kpi> availability_kpis();  ///< share of time in which messages got through

}  // namespace plantproof::metrics
