#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "material_tracking/handling.hpp"
#include "material_tracking/stock.hpp"
#include "plants/plant.hpp"
#include "scenarios/material_tracking.hpp"

namespace plantproof::plants::material {

/// A pallet that a forklift is to take from place to place: promised bins of an item.
struct Pallet {
  std::size_t from = 0;
  std::size_t to = 0;
  std::size_t item = 0;
  std::int64_t bins = 0;
};

/// The forklifts: one that is free takes the pallet that has waited longest, drives to it along the aisles, picks it
/// up, drives on and puts it down, and stays there.
class Forklifts {
 public:
  /// `watchers` has one of each. All outlive it. Those that are machines of the network move in it.
  Forklifts(const scenarios::MaterialTracking& parameters, const std::vector<LoadWatcher*>& watchers, Stock& stock,
            Plant& plant);
  Forklifts(const Forklifts&) = delete;
  Forklifts& operator=(const Forklifts&) = delete;

  [[nodiscard]] static std::string name(std::size_t number);

  void carry(const Pallet& pallet);

 private:
  struct Forklift {
    std::string name;
    Point point;
    LoadWatcher* watcher = nullptr;
    bool is_busy = false;
  };

  void next();
  void work(Forklift& forklift, const Pallet& pallet);
  void drive(Forklift& forklift, Point to, const std::function<void()>& arrived);
  void go(Forklift& forklift, double x_m, double y_m, const std::function<void()>& arrived);
  void handle(Forklift& forklift, std::size_t place, std::size_t item, std::int64_t bins);
  [[nodiscard]] Point point_in(std::size_t place);

  const scenarios::MaterialTracking& parameters_;
  Stock& stock_;
  Plant& plant_;
  core::Draws draws_;
  std::vector<Forklift> forklifts_;
  std::deque<Pallet> waiting_;
};

}  // namespace plantproof::plants::material
