// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/store/tables.hpp"

namespace rapport::complaints {

/// Takes over, once, the actions that a store of an earlier version kept in a table and a shape of their own. They keep
/// their ids and versions; nothing is told of it. One that cannot be read stays where it is, and the log names it.
/// `store` outlives the route.
kit::Route take_over_actions(const Store& store);

}  // namespace rapport::complaints
