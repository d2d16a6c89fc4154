// SPDX-License-Identifier: MIT
#pragma once
#include "services/notifier/rule.hpp"

namespace rapport::notifier {

/// invalid_argument, naming the field and what there is, for a rule of which nothing would ever come: a type of event
/// that no service tells, a condition on what its events never have, a recipient whom they never name, a template that
/// names what is never there.
void check_fires(const Rule& rule);

}  // namespace rapport::notifier
