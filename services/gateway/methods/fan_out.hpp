// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "bus/client/client.hpp"
#include "services/gateway/methods/catalogue.hpp"

namespace rapport::gateway {

/// How long what is asked of several services may take: who does not answer by then is missing.
inline constexpr std::chrono::milliseconds fan_out_budget{1'000};

/// One request to one service.
struct ServiceCall {
    std::string service, method, params;
};

/// Makes all calls at once, within the budget or the time in `options`, whichever is less, and hands on the answers in
/// the order of the calls. On the client's loop.
void call_all(bus::Client& client, const Snapshot& snapshot, const std::vector<ServiceCall>& calls,
              bus::CallOptions options, std::function<void(std::vector<bus::Reply> replies)> done);

/// What is made of the services' answers; `internal` where one of them cannot be read.
bus::Reply readable(std::string_view question, const std::function<bus::Reply()>& make);

/// Whether a service has that method.
bool has_method(const bus::ServiceInfo& service, std::string_view method);

/// Adds services that are expected and were never heard: nobody knows whether they would have something to say. Sorted,
/// each once.
void add_never_heard(const Snapshot& snapshot, std::vector<std::string>& missing);

}  // namespace rapport::gateway
