// SPDX-License-Identifier: MIT
#pragma once
#include "services/notifier/known_events.hpp"
#include "services/notifier/rule.hpp"

namespace rapport::notifier {

/// invalid_argument, naming the field and what there is, for a rule of which nothing would ever come: a type of event
/// that is none of those that are known, a condition on what its events never have, a recipient whom they never name, a
/// template that names what is never there.
void check_fires(const Rule& rule, const EventSchemas& known);

}  // namespace rapport::notifier
