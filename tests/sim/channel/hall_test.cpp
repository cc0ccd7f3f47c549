#include "channel/hall.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace plantproof::channel {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kSeeds = 2000;
constexpr core::Hertz kCarrier = core::Hertz::from_ghz(3.5);
constexpr Clutter kClutter{0.2, 10, 2};
constexpr Antenna kElement{Antenna::Pattern::Element, core::Decibel(8), 0, 90};
constexpr Cell kCell{{60, 30, 1.5}, kIsotropic, kCarrier, core::Hertz(1.44e6)};

Hall hall(std::uint64_t seed, std::vector<Cell> cells = {kCell}) {
  return {{Environment::InfSl, {120, 60, 10}, kClutter, core::Hertz(10), seed}, std::move(cells)};
}

Site site(std::uint64_t seed) {
  return {Environment::InfSl, kClutter, kCell.place, kCarrier, seed, 0};
}

double linear(core::Decibel db) {
  return db.linear();
}

// P = LOS_soft^2 P_LOS + (1 - LOS_soft^2) P_NLOS, the two channels of equation 7.6-19 being independent.
TEST(Hall, MixesTheGainsOfBothStates) {
  RecordProperty("clause", "3GPP TR 38.901, 7.6.3.3");
  const Place device{90, 40, 1.5};
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const double share = std::pow(site(seed).soft_line_of_sight(device), 2);
    const double expected = share / linear(site(seed).at(device, LineOfSight::Los).loss()) +
                            (1 - share) / linear(site(seed).at(device, LineOfSight::Nlos).loss());
    const Link link = hall(seed).link(0, device);
    EXPECT_NEAR(linear(link.gain) / expected, 1, 1e-9) << seed;
    EXPECT_EQ(link.line_of_sight, site(seed).at(device).line_of_sight) << seed;
  }
}

// Shares of powers: the direct ray is the first state's alone, and the delays of all others average by their powers.
TEST(Hall, MixesTheRaysOfBothStates) {
  const Place device{90, 40, 1.5};
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const MultipathField field(Environment::InfSl, {120, 60, 10}, kCarrier, seed, 0);
    const Multipath los = field.at(device, LineOfSight::Los);
    const Multipath nlos = field.at(device, LineOfSight::Nlos);
    const double share = std::pow(site(seed).soft_line_of_sight(device), 2);
    const double advantage =
        linear(site(seed).at(device, LineOfSight::Nlos).loss() - site(seed).at(device, LineOfSight::Los).loss());
    const double los_power = share * advantage / (share * advantage + 1 - share);
    const double others = 1 - los_power * los.direct_share;
    const Multipath rays = hall(seed).link(0, device).rays;
    EXPECT_NEAR(rays.direct_share, 1 - others, 1e-9) << seed;
    EXPECT_NEAR(rays.mean_delay_s * others,
                (los_power - 1 + others) * los.mean_delay_s + (1 - los_power) * nlos.mean_delay_s, 1e-17)
        << seed;
  }
}

TEST(Hall, AddsTheGainsOfBothAntennas) {
  Cell down = kCell;
  down.place.z_m = 8;
  down.antenna = kElement;
  Cell isotropic = down;
  isotropic.antenna = kIsotropic;
  const Antenna up{Antenna::Pattern::Element, core::Decibel(5), 0, -90};
  const Place below{60, 30, 1.5};
  const double without = hall(1, {isotropic}).link(0, below).gain.db();
  EXPECT_NEAR(hall(1, {down}).link(0, below).gain.db(), without + 8, 1e-9);
  EXPECT_NEAR(hall(1, {down}).link(0, below, up).gain.db(), without + 13, 1e-9);
}

// Over seeds, where line of sight is even and its soft state hardly ever in between: half of the links have the
// median direct share of K = 7 dB, 0.834, or more than it; the others have nearly none.
TEST(Hall, HasADirectRayWhereThereIsLineOfSight) {
  const Place device{60 + 31.06, 30, 1.5};
  int los = 0;
  int strong = 0;
  int none = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Link link = hall(seed).link(0, device);
    los += link.line_of_sight == LineOfSight::Los ? 1 : 0;
    strong += link.rays.direct_share > 0.834 ? 1 : 0;
    none += link.line_of_sight == LineOfSight::Nlos && link.rays.direct_share < 0.1 ? 1 : 0;
  }
  EXPECT_NEAR(los / static_cast<double>(kSeeds), 0.5, 0.05);
  EXPECT_NEAR(strong / static_cast<double>(kSeeds), 0.25, 0.05);
  EXPECT_GT(none / static_cast<double>(kSeeds), 0.4);
}

// A centimetre on the way; a state that changed at once would make jumps of 10 dB and more.
TEST(Hall, DoesNotJumpOnTheWay) {
  int changes = 0;
  std::vector<double> gain_steps;
  std::vector<double> share_steps;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Hall place = hall(seed);
    Link before = place.link(0, {70, 20, 1.5});
    for (int i = 1; i <= 4000; ++i) {
      const Link now = place.link(0, {70 + i * 0.01, 20, 1.5});
      changes += now.line_of_sight != before.line_of_sight ? 1 : 0;
      gain_steps.push_back(std::abs((now.gain - before.gain).db()));
      share_steps.push_back(std::abs(now.rays.direct_share - before.rays.direct_share));
      before = now;
    }
  }
  EXPECT_GT(changes, 40);
  EXPECT_LT(*std::ranges::max_element(gain_steps), 3);
  EXPECT_LT(*std::ranges::max_element(share_steps), 0.3);
}

TEST(Hall, IsTheSameWhereverAndWheneverItIsAskedAgain) {
  const Hall first = hall(3);
  const Place place{31, 12, 1.5};
  const Link link = first.link(0, place);
  for (int x = 0; x < 100; ++x) (void)first.link(0, {x * 1.0, 5, 1.5});
  for (const Hall& again : {first, hall(3)}) {
    EXPECT_EQ(again.link(0, place).gain, link.gain);
    EXPECT_EQ(again.link(0, place).rays.direct_share, link.rays.direct_share);
    EXPECT_EQ(again.link(0, place).rays.mean_delay_s, link.rays.mean_delay_s);
  }
  EXPECT_NE(hall(4).link(0, place).gain, link.gain);
}

TEST(Hall, GivesCellsOfOnePlaceOneShadowAndOthersTheirOwn) {
  Cell other = kCell;
  other.carrier = core::Hertz::from_ghz(2.6);
  Cell away = kCell;
  away.place.x_m += 1e-3;
  const Hall place = hall(5, {kCell, kCell, other, away});
  const Place device{31, 12, 1.5};
  EXPECT_EQ(place.link(1, device).gain, place.link(0, device).gain);
  EXPECT_NE(place.link(2, device).gain, place.link(0, device).gain);
  EXPECT_EQ(place.link(2, device).line_of_sight, place.link(0, device).line_of_sight);
  EXPECT_GT(std::abs((place.link(3, device).gain - place.link(0, device).gain).db()), 0.1);
}

double fading_gain(const Hall& place, std::size_t cell, std::uint64_t device) {
  double gain = 0;
  place.fading(cell, device).power_gains(place.link(cell, {31, 12, 1.5}).rays, {31, 12, 1.5}, 1s, 2, 3, {&gain, 1});
  return gain;
}

// Rayleigh's or Rice's, of two branches: the variance of a gain is 2 without a direct ray, less with one.
TEST(Hall, FadesEachLinkOnItsOwn) {
  double products = 0;
  double sum = 0;
  double squares = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Hall place = hall(seed, {kCell, kCell});
    const double one = fading_gain(place, 0, 1);
    products += (one - 2) * (fading_gain(place, 0, 2) - 2) + (one - 2) * (fading_gain(place, 1, 1) - 2);
    sum += one;
    squares += (one - 2) * (one - 2);
  }
  const auto n = static_cast<double>(kSeeds);
  EXPECT_NEAR(sum / n, 2, 0.1);
  EXPECT_GT(squares / n, 0.8);
  EXPECT_NEAR(products / n, 0, 0.15);
  EXPECT_EQ(fading_gain(hall(7), 0, 1), fading_gain(hall(7), 0, 1));
}

// A wall of ten metres takes the direct ray nearly whole: 1 / (1 + K) of the power is left.
TEST(Hall, LosesNoMoreThanTheDirectRayToABox) {
  const Place device{90, 30, 1.5};
  const Box truck{{75, 30, 0}, 10, 10, 10, 0};
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Hall place = hall(seed);
    const Link clear = place.link(0, device);
    const Link blocked = place.link(0, device, kIsotropic, {&truck, 1});
    const double left = linear(blocked.gain - clear.gain);
    EXPECT_GE(left, 1 - clear.rays.direct_share) << seed;
    EXPECT_NEAR(left, 1 - clear.rays.direct_share, 0.05 * clear.rays.direct_share) << seed;
    EXPECT_LE(blocked.rays.direct_share, clear.rays.direct_share) << seed;
    EXPECT_EQ(blocked.rays.mean_delay_s, clear.rays.mean_delay_s) << seed;
    EXPECT_EQ(blocked.line_of_sight, clear.line_of_sight) << seed;
  }
}

TEST(Hall, LosesNothingToABoxElsewhere) {
  const Box truck{{20, 5, 0}, 10, 3, 4, 0};
  const Hall place = hall(1);
  EXPECT_NEAR((place.link(0, {90, 30, 1.5}, kIsotropic, {&truck, 1}).gain - place.link(0, {90, 30, 1.5}).gain).db(), 0,
              1e-3);
}

}  // namespace
}  // namespace plantproof::channel
