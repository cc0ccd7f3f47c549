#include "metrics/parameters.hpp"

namespace plantproof::metrics {
namespace {

template <auto kMember>
ParameterInfo parameter(std::string name, core::Text meaning, double least, double most) {
  using Type = std::remove_cvref_t<decltype(Parameters{}.*kMember)>;
  return {std::move(name),
          std::move(meaning),
          least,
          most,
          std::is_same_v<Type, std::optional<double>>,
          [](Parameters& parameters, double value) { parameters.*kMember = value; },
          [](const Parameters& parameters) { return std::optional<double>(parameters.*kMember); }};
}

}  // namespace

const std::vector<ParameterInfo>& parameter_infos() {
  constexpr double kYear = 366.0 * 24 * 3600;
  static const std::vector<ParameterInfo> kInfos = {
      parameter<&Parameters::coverage_min_ss_rsrp_dbm>(
          "coverage_min_ss_rsrp_dbm",
          {"某点有服务所需的最低 SS-RSRP（dBm）", "least SS-RSRP at a point with service, dBm"}, -160, 0),
      parameter<&Parameters::coverage_min_ss_sinr_db>(
          "coverage_min_ss_sinr_db",
          {"某点有服务所需的最低 SS-SINR（dB）", "least SS-SINR at a point with service, dB"}, -30, 60),
      parameter<&Parameters::coverage_cell_m>("coverage_cell_m",
                                              {"覆盖栅格边长（m）", "edge of a coverage grid cell, m"}, 0.1, 100),
      parameter<&Parameters::sustained_window_s>(
          "sustained_window_s",
          {"联网设备的持续窗口（s）；试点更短时取其全程",
           "window over which devices stay connected, s; the whole pilot if shorter"},
          1, kYear),
      parameter<&Parameters::freshness_limit_s>(
          "freshness_limit_s", {"库存变化须可见的时限（s）", "time within which a stock change must be visible, s"},
          0.001, kYear),
      parameter<&Parameters::resolution_deadline_s>(
          "resolution_deadline_s", {"标识解析的截止时间（s）", "deadline of an identifier resolution, s"}, 0.001,
          kYear),
      parameter<&Parameters::burst_length>(
          "burst_length",
          {"一次扰动平均造成的连续不良结果数；1 即逐个出现。样本看得出更长时以样本为准",
           "bad outcomes in a disturbance on average; 1: they come singly. Where the sample shows more, the sample "
           "counts"},
          1, 1e6),
      parameter<&Parameters::ideal_cycle_time_s>(
          "ideal_cycle_time_s",
          {"理想节拍（s），用于 OEE；未约定时取工位最快的 5 % 间隔",
           "ideal cycle time for OEE, s; when not agreed, the fastest 5 % of a station's gaps"},
          0.001, kYear),
  };
  return kInfos;
}

const std::vector<std::string>& parameter_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const ParameterInfo& info : parameter_infos()) names.push_back(info.name);
    return names;
  }();
  return kNames;
}

const ParameterInfo* find_parameter(std::string_view name) {
  for (const ParameterInfo& info : parameter_infos()) {
    if (info.name == name) return &info;
  }
  return nullptr;
}

}  // namespace plantproof::metrics
