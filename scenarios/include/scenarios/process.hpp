#pragma once

#include <variant>

#include "scenarios/agv_transport.hpp"
#include "scenarios/ar_vr.hpp"
#include "scenarios/cloud_robot.hpp"
#include "scenarios/data_collection.hpp"
#include "scenarios/digital_workshop.hpp"
#include "scenarios/line_coordination.hpp"
#include "scenarios/material_tracking.hpp"
#include "scenarios/visual_inspection.hpp"
#include "scenarios/wireless_control.hpp"

namespace plantproof::scenarios {

/// What the plant of a scenario does. Which of them it is, the scenario's id says.
using Process = std::variant<AgvTransport, ArVr, CloudRobot, DataCollection, DigitalWorkshop, LineCoordination,
                             MaterialTracking, VisualInspection, WirelessControl>;

}  // namespace plantproof::scenarios
