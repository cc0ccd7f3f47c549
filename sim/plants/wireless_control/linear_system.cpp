#include "wireless_control/linear_system.hpp"

#include <cassert>
#include <cstdint>

#include <unsupported/Eigen/MatrixFunctions>

namespace plantproof::plants::control {
namespace {

constexpr std::int64_t kBase = 16;
constexpr int kDigits = 9;  // together 68 s

}  // namespace

LinearSystem::LinearSystem(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b)
    : state(Eigen::VectorXd::Zero(a.rows())), input(Eigen::VectorXd::Zero(b.cols())), next_(state) {
  assert(a.rows() == a.cols() && a.rows() == b.rows());
  const Eigen::Index order = a.rows();
  Eigen::MatrixXd both = Eigen::MatrixXd::Zero(order + b.cols(), order + b.cols());
  both << a, b, Eigen::MatrixXd::Zero(b.cols(), order + b.cols());
  double digit_s = 1e-9;
  for (int digit = 0; digit < kDigits; ++digit, digit_s *= kBase) {
    for (std::int64_t value = 1; value < kBase; ++value) {
      const Eigen::MatrixXd step = (both * (digit_s * static_cast<double>(value))).exp();
      steps_.push_back({step.topLeftCorner(order, order), step.topRightCorner(order, b.cols())});
    }
  }
}

void LinearSystem::advance(core::Nanoseconds duration) {
  assert(duration >= core::Nanoseconds(0));
  std::int64_t left = duration.count();
  for (std::size_t first = 0; left > 0; first += kBase - 1) {
    const bool is_last = first + kBase - 1 == steps_.size();
    if (is_last) {
      for (; left >= kBase; left -= kBase - 1) take(steps_.back());
    }
    if (const std::int64_t value = left % kBase; value > 0) take(steps_[first + static_cast<std::size_t>(value) - 1]);
    left = is_last ? 0 : left / kBase;
  }
}

void LinearSystem::take(const Step& step) {
  next_.noalias() = step.of_state * state;
  next_.noalias() += step.of_input * input;
  state.swap(next_);
}

}  // namespace plantproof::plants::control
