#pragma once

namespace plantproof::channel {

/// An angle without its whole turns: at least -1/2 and at most 1/2. Angles are in turns, below 2^51.
constexpr double part_of_turn(double turns) {
  constexpr double kWhole = 0x1.8p52;  // numbers around it have no fraction
  return turns - ((turns + kWhole) - kWhole);
}

template <class Real>
struct SineCosine {
  Real sine;
  Real cosine;
};

/// Sine and cosine of part of a turn, from the series of half the angle, which is a quarter turn at most: 7e-9 off, and
/// nothing in it that keeps a loop of them from being done several at a time. The same bits on every machine, as those
/// of the standard library are not.
template <class Real>
constexpr SineCosine<Real> sine_cosine(Real part) {
  const Real x = Real(3.14159265358979323846) * part;
  const Real y = x * x;
  const Real sine =
      x * (1 + y * (Real(-1.0 / 6) +
                    y * (Real(1.0 / 120) +
                         y * (Real(-1.0 / 5040) +
                              y * (Real(1.0 / 362880) + y * (Real(-1.0 / 39916800) + y * Real(1.0 / 6227020800)))))));
  const Real cosine =
      1 + y * (Real(-1.0 / 2) + y * (Real(1.0 / 24) + y * (Real(-1.0 / 720) +
                                                           y * (Real(1.0 / 40320) + y * (Real(-1.0 / 3628800) +
                                                                                         y * Real(1.0 / 479001600))))));
  return {2 * sine * cosine, 1 - 2 * sine * sine};
}

}  // namespace plantproof::channel
