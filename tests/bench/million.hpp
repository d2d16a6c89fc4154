// SPDX-License-Identifier: MIT
#pragma once
#include "tests/bench/bench.hpp"

namespace rapport::bench {

/// The complaint desk with a million complaints: pages as its screens ask for them, reports, and what opening one more
/// takes compared with the first ones; in SQLite.
std::vector<Figure> measure_million(const Options& options);
/// The same on a PostgreSQL server of its own: its lists and reports are held to the same, its rates stand for
/// themselves.
std::vector<Figure> measure_million_postgresql(const Options& options);

}  // namespace rapport::bench
