#include "propagation.hpp"

#include <algorithm>
#include <cmath>

namespace plantproof::network {
namespace {

Position position(const ns3::Ptr<ns3::MobilityModel>& mobility) {
  const ns3::Vector at = mobility->GetPosition();
  return {at.x, at.y, at.z};
}

}  // namespace

ns3::TypeId Propagation::GetTypeId() {
  static const ns3::TypeId kId =
      ns3::TypeId("plantproof::Propagation").SetParent<ns3::PropagationLossModel>().AddConstructor<Propagation>();
  return kId;
}

double Propagation::DoCalcRxPower(double power_dbm, ns3::Ptr<ns3::MobilityModel> from,
                                  ns3::Ptr<ns3::MobilityModel> to) const {
  return power_dbm - path_loss_(position(from), position(to)).db();
}

PathLoss log_distance(core::Decibel at_one_metre, double exponent) {
  return [at_one_metre, exponent](const Position& a, const Position& b) {
    const double distance_m = std::hypot(a.x_m - b.x_m, a.y_m - b.y_m, a.z_m - b.z_m);
    return at_one_metre + core::Decibel(10 * exponent * std::log10(std::max(distance_m, 1.0)));
  };
}

}  // namespace plantproof::network
