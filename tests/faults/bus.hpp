// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "bus/client/client.hpp"
#include "bus/events/event.hpp"
#include "services/kit/service/stats.hpp"

namespace rapport::faults {

/// Asks services over the bus, as the local operator. Belongs to one thread.
class Asker {
public:
    explicit Asker(const std::string& bus);
    /// MessagePack of the answer; asked again until somebody is there. Throws Error after half a minute.
    std::string ask(const std::string& service, const std::string& method, const std::string& params = {});
    bus::Watermark watermark(const std::string& source);
    /// What the one instance of a service says of itself.
    kit::ServiceStats stats(const std::string& service);
    /// The same, of whatever kind it is.
    std::string ask_instance(const std::string& service, const std::string& method);

private:
    bus::Loop loop_;
    bus::Client client_;
};

/// A subscriber of all events of one source, from the first on, that keeps what it is told. It runs on a thread of its
/// own and lives through whatever happens to the bus and the source.
class Subscriber {
public:
    /// What a subscriber was told so far.
    struct Heard {
        std::string epoch;
        int epochs = 0;                     ///< how many it was told of
        std::int64_t last = 0;              ///< sequence
        std::int64_t misplaced = 0;         ///< events that did not come right after the one before
        std::map<std::string, int> opened;  ///< complaints of which it was told that they came, in this epoch
    };

    Subscriber(const std::string& bus, const std::string& source);
    ~Subscriber();
    Heard heard() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rapport::faults
