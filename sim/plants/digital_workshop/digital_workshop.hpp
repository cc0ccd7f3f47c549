#pragma once

#include <cstddef>
#include <memory>

#include "plants/plant.hpp"
#include "scenarios/digital_workshop.hpp"

namespace plantproof::plants {

namespace workshop {
class Shop;
}

/// Each order that has come in waits, is in work, or is done.
struct OrderCounts {
  std::size_t released = 0;
  std::size_t waiting = 0;
  std::size_t in_work = 0;
  std::size_t done = 0;
};

/// A job shop: orders go from machine to machine, each of which must be given the order, its program, its tools and
/// material, and an operator who sets it up, changes tools and clears faults. Either machines and people are on the
/// network, or only some terminals are. Writes the evidence tables production and shifts, whose labour hours are those
/// in which people were at work on orders; in the first case somebody walks the floor with a scanner as well.
class DigitalWorkshop : public Process {
 public:
  /// Throws core::InputFailure for orders that the machines cannot make, and for terminals that are not there.
  explicit DigitalWorkshop(scenarios::DigitalWorkshop workshop);
  ~DigitalWorkshop() override;

  [[nodiscard]] Population population() const override;
  void start(Plant& plant) override;
  void finish() override;

  /// Where the orders of the run are, which has started.
  [[nodiscard]] OrderCounts orders() const;

 private:
  scenarios::DigitalWorkshop workshop_;
  Plant* plant_ = nullptr;
  core::Instant began_;
  std::unique_ptr<workshop::Shop> shop_;
};

}  // namespace plantproof::plants
