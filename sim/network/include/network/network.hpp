#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/tables.hpp"

namespace plantproof::network {

/// A place in the hall: metres from its corner, z upwards from the floor.
struct Position {
  double x_m = 0;
  double y_m = 0;
  double z_m = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

/// Metres a second.
struct Velocity {
  double x_mps = 0;
  double y_mps = 0;
  double z_mps = 0;
};

/// Something with an address in a network: a machine, a vehicle, a camera, a server. Names are unique in a network.
struct Device {
  std::string name;
  Position position;
};

/// A network and the devices in it, whatever it is made of. Made by build_nr(), build_wired(), build_wifi() or
/// build_lte().
class Network {
 public:
  struct Parts;
  explicit Network(std::unique_ptr<Parts> parts);
  ~Network();
  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;

  /// The names of its devices, sorted.
  [[nodiscard]] std::vector<std::string> devices() const;

  /// From now on the device moves straight on at this velocity, from where it is. An unknown name is an assertion.
  void move(std::string_view device, const Velocity& velocity);
  /// Where the device is now.
  [[nodiscard]] Position position(std::string_view device) const;

  /// What the device's modem reports now: where it is, to the centimetre, and of a 5G network the cell that serves it
  /// with SS-RSRP and SS-SINR in the steps of 3GPP TS 38.133, 10.1.6.1 (1 dB) and 10.1.16.1 (0.5 dB), the lower end of
  /// each. No cell and no levels while none serves it, and in any other network, which has no such levels. To ask
  /// changes nothing. An unknown name is an assertion.
  [[nodiscard]] data::RadioSample report(std::string_view device) const;

  /// Packets of the flow of this name carry this DSCP from now on, 0 to 63 (RFC 2474); 0 where nothing is said.
  void mark(std::string_view flow, int dscp);

  /// When devices of a radio network came in and fell out, in time order, up to now: the evidence table `attachments`.
  /// A change of access point or cell is a detachment and an attachment. Empty for a wired network.
  [[nodiscard]] const std::vector<data::Attachment>& attachments() const;

  [[nodiscard]] Parts& parts() { return *parts_; }

 private:
  std::unique_ptr<Parts> parts_;
};

}  // namespace plantproof::network
