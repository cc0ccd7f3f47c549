#pragma once

#include <vector>

#include <Eigen/Core>

#include "core/time.hpp"

namespace plantproof::plants::control {

/// x' = A x + B u, integrated exactly as long as u is held, whatever the time from one change of u to the next: over a
/// time h, x becomes exp(A h) x + (integral of exp(A s) ds from 0 to h) B u. Both factors are kept for every digit, to
/// base 16, that a number of nanoseconds can have (van Loan, IEEE Trans. Automat. Contr. 23 (1978): both stand in the
/// exponential of one matrix), so that a step is a product for each digit that is not 0, and never approximate.
class LinearSystem {
 public:
  /// A is square; B has a row for each of A's. State and input are 0.
  LinearSystem(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);

  /// `duration` is at least 0 (assertion).
  void advance(core::Nanoseconds duration);

  Eigen::VectorXd state;
  Eigen::VectorXd input;

 private:
  struct Step {
    Eigen::MatrixXd of_state;
    Eigen::MatrixXd of_input;
  };
  void take(const Step& step);

  std::vector<Step> steps_;  ///< 15 for each digit: 1 ns, 2 ns, ... 15 ns, 16 ns, 32 ns, ...
  Eigen::VectorXd next_;
};

}  // namespace plantproof::plants::control
