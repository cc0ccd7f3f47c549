#pragma once

#include <cstdint>
#include <functional>

#include "line_coordination/controller.hpp"
#include "plants/plant.hpp"
#include "plants/timer.hpp"
#include "scenarios/line_coordination.hpp"

namespace plantproof::plants::line {

/// Where two stations of a line meet: a unit moves from the giver to the taker when their controllers have agreed on
/// it, and as long as neither misses the other's status: the giver from the beginning, the taker from the first.
///
///     giver   request ->            status -> status -> status ->
///     taker           <- accept   <- status <- status <- status
///
/// A taker without room refuses, and says that it is ready when it has room again. Who is not answered asks again; when
/// all attempts have failed it stands still until an operator has reset it, and heeds nothing meanwhile. A taker that
/// has accepted and sees nothing move says that it is ready. An end that misses a status while the unit moves stops it
/// (they share the emergency stop); after a restart the giver asks anew, and the unit moves all its way.
class Joint {
 public:
  /// What the stations on either side do with it.
  struct Ends {
    std::function<bool()> has_room;  ///< whether the taker has, for one more unit
    std::function<void()> leave;     ///< the unit is off the giver's machine
    std::function<void()> come;      ///< it is at the taker
  };

  struct Flows {
    data::Flow forward;   ///< from the giver
    data::Flow backward;  ///< from the taker
  };
  struct Controllers {
    const Controller& giver;
    const Controller& taker;
  };

  Joint(const scenarios::UnitTransfer& transfer, const Flows& flows, Controllers controllers, Plant& plant, Ends ends);
  Joint(const Joint&) = delete;
  Joint& operator=(const Joint&) = delete;

  /// The giver has a unit to hand over. Not again before it has left.
  void offer();
  /// The taker has room again.
  void has_room_again();

 private:
  enum class Kind : std::uint8_t { Request, Accept, Refuse, Ready, Status };
  enum class Giver : std::uint8_t { Idle, Asking, Refused, Moving };
  enum class Taker : std::uint8_t {
    Idle,
    HasRefused,
    Calling,
    Reserved,
    Moving,
    Stopped
  };  // calling: that it is ready
  /// What is in a message: of which unit, counted from 1, it speaks. Who has gone on to another one does not heed it.
  struct Signal {
    Kind kind;
    std::uint64_t unit;
  };

  void send_to_taker(Kind kind);
  void send_to_giver(Kind kind);
  void taker_gets(Signal signal);
  void giver_gets(Signal signal);
  void ask(std::int64_t attempt);
  void call(std::int64_t attempt);
  void answer_request();
  void move();
  /// Calls taker_gets() or giver_gets() when the controller looks.
  void hand_to(const Controller& controller, void (Joint::*gets)(Signal), Signal signal);
  /// A status in every period from now on.
  void keep_saying(Timer& timer, const Controller& controller, void (Joint::*send)(Kind));
  void watch(Timer& watchdog);
  void stop();
  void end_of_move();
  void arrive();

  const scenarios::UnitTransfer& transfer_;
  Controllers controllers_;
  Plant& plant_;
  Ends ends_;
  Giver giver_ = Giver::Idle;
  Taker taker_ = Taker::Idle;
  std::uint64_t given_ = 0;  ///< the unit that the giver last offered
  std::uint64_t asked_ = 0;  ///< the unit that the taker was last asked for
  std::uint64_t taken_ = 0;  ///< the unit that last came
  network::FlowId forward_{};
  network::FlowId backward_{};
  Timer giver_waits_;  // for an answer, a reset or a restart
  Timer taker_waits_;
  Timer giver_status_;
  Timer taker_status_;
  Timer giver_watchdog_;
  Timer taker_watchdog_;
  Timer motion_;
};

}  // namespace plantproof::plants::line
