// SPDX-License-Identifier: MIT
#include "tests/bench/idle.hpp"

#include <thread>

#include "tests/bench/processes.hpp"
#include "tests/bench/up.hpp"

namespace rapport::bench {

std::vector<Figure> measure_idle() {
    constexpr int rest = 10;
    const Up up;
    std::this_thread::sleep_for(std::chrono::seconds(3));  // what a start leaves to be done
    const auto family = family_of(static_cast<int>(up.run().pid));
    const double before = processor_seconds_of(family);
    std::this_thread::sleep_for(std::chrono::seconds(rest));
    const double share = 100 * (processor_seconds_of(family) - before) / rest;
    const double memory = memory_of(family);
    return {{"from start to ready, all services", "s", up.seconds_to_ready(), {}, Bar{Bar::Is::at_most, 2}},
            {"memory at rest, all processes (PSS)", "MiB", memory, {}, Bar{Bar::Is::at_most, 100}},
            {"processor at rest, of one core", "%", share, {}, Bar{Bar::Is::at_most, 2}}};
}

}  // namespace rapport::bench
