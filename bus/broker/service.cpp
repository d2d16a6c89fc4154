// SPDX-License-Identifier: MIT
#include "bus/broker/service.hpp"

namespace rapport::bus {
namespace {

// Method names come from clients: they must not be able to fill the memory.
constexpr std::size_t most_methods = 300;
constexpr std::size_t longest_name = 100;

}  // namespace

Method& Service::method(std::string_view method_name) {
    const auto known = methods.find(method_name);
    if (known != methods.end()) return known->second;
    const bool fits = methods.size() < most_methods && !method_name.empty() && method_name.size() <= longest_name;
    const auto added = methods.try_emplace(fits ? std::string(method_name) : "*").first;
    added->second.name = added->first;
    return added->second;
}

Worker* Service::least_loaded() const {
    Worker* best = nullptr;
    for (Worker* const worker : workers)
        if (worker->free() && (!best || worker->in_hand < best->in_hand)) best = worker;
    return best;
}

}  // namespace rapport::bus
