// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <initializer_list>

#include "bus/loop.hpp"

namespace rapport::cli {

/// Takes signals as tasks of a loop. To be made on the main thread before there are others, which then inherit that
/// these signals are blocked.
class Signals {
public:
    Signals(bus::Loop& loop, std::initializer_list<int> numbers, std::function<void(int number)> on_signal);
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

private:
    bus::Loop& loop_;
    int fd_;
};

}  // namespace rapport::cli
