#pragma once

#include <ns3/mobility-model.h>
#include <ns3/propagation-loss-model.h>

#include "network/path_loss.hpp"

namespace plantproof::network {

/// A PathLoss as ns-3 asks for it.
class Propagation : public ns3::PropagationLossModel {
 public:
  static ns3::TypeId GetTypeId();  // NOLINT(readability-identifier-naming): ns-3 calls it

  void set(PathLoss path_loss) { path_loss_ = std::move(path_loss); }

 private:
  double DoCalcRxPower(double power_dbm, ns3::Ptr<ns3::MobilityModel> from,
                       ns3::Ptr<ns3::MobilityModel> to) const override;
  std::int64_t DoAssignStreams(std::int64_t) override { return 0; }

  PathLoss path_loss_;
};

}  // namespace plantproof::network
