#pragma once

#include <cstddef>
#include <vector>

#include "core/random.hpp"
#include "network/simulation.hpp"
#include "scenarios/wireless_control.hpp"
#include "wireless_control/linear_system.hpp"

namespace plantproof::plants::control {

/// The web of a section and what drives it, around its set-points: everything is a deviation. Loops are numbered:
/// rollers in the order of the web's way, then guides.
///
/// In span i of length L_i between rollers i - 1 and i, at line speed v, with Young's modulus times cross-section EA,
/// the tension deviates by T_i, where w is a roller's speed by command and d its slip (Koç, Knittel, de Mathelin &
/// Abba, IEEE Trans. Control Syst. Technol. 10 (2002), equation (3), to the first order in deviations and in T / EA):
///   L_i T_i' = EA (w_i + d_i - w_(i-1) - d_(i-1)) + v (T_(i-1) - T_i).
/// In front of the first is the unwinder, whose roll is out of round: its speed swings once in every turn. At a guide
/// the edge y is moved by its axis and drifts: y' = w + d. A drive follows its command u with a lag: lag w' = u - w.
class Web {
 public:
  /// At rest until started. `draws`: where the unwinder's roll is in its turn.
  Web(const scenarios::WirelessControl& parameters, network::Simulation& simulation, core::Draws draws);

  /// The web is threaded and runs: the tensions are at their start, edges and drives in the middle.
  void start();
  /// What follows is asked only while it runs; and each brings the web to the simulation's present.

  /// Tension in newton or edge in millimetres, over its set-point.
  double deviation(std::size_t loop);
  /// Speed command of a drive over its set-point, m/s or mm/s.
  void command(std::size_t loop, double speed);
  /// Slip or drift from now on.
  void disturb(std::size_t loop, double speed);

 private:
  LinearSystem& now();

  network::Simulation& simulation_;
  LinearSystem system_;
  Eigen::VectorXd at_start_;  ///< but for the unwinder
  core::Instant reached_;
};

}  // namespace plantproof::plants::control
