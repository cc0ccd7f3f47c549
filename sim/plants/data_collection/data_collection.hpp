#pragma once

#include <memory>

#include "plants/plant.hpp"
#include "scenarios/data_collection.hpp"

namespace plantproof::plants {

/// Gateways collect a record of every source in every period and pass it on to a historian; parts pass read stations,
/// which resolve their identifiers.
///
/// With serial buses the gateways are in the network, and the read stations of a cell behind its gateway; with the
/// network sources and read stations are in it themselves, and the gateways are programs at the edge.
///
/// Evidence: records, resolutions, shifts. Records fall due until shortly before the end of the run: then everything
/// still arrives that ever will.
class DataCollection : public Process {
 public:
  /// Throws core::InputFailure for a read station whose cell there is not.
  explicit DataCollection(scenarios::DataCollection parameters);
  ~DataCollection() override;

  [[nodiscard]] Population population() const override;
  void start(Plant& plant) override;
  void finish() override;

 private:
  class Hall;
  scenarios::DataCollection parameters_;
  std::unique_ptr<Hall> hall_;
};

}  // namespace plantproof::plants
