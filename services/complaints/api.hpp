// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/actions.hpp"
#include "services/complaints/api/calendars.hpp"
#include "services/complaints/api/cases.hpp"
#include "services/complaints/api/intake.hpp"
#include "services/complaints/api/moves.hpp"

/// What others may ask of the complaints service and hear from it: all the parts.
