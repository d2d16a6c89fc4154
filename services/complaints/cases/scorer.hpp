// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/casebook.hpp"
#include "services/kit/scoring.hpp"

namespace rapport::complaints {

/// Gives complaints to the severity rule.
kit::RuleJob<ScoreRequest, Opinion> severity_rule(const Settings& settings, const Store& store);

}  // namespace rapport::complaints
