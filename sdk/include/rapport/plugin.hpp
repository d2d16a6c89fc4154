// SPDX-License-Identifier: MIT
#pragma once

/// Everything an author of a rule or a channel includes. Standard library only; see README.md for the tutorial.

#include <algorithm>
#include <iterator>

#include "rapport/channel.hpp"
#include "rapport/rule.hpp"
