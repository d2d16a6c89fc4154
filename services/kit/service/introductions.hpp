// SPDX-License-Identifier: MIT
#pragma once
#include <map>

#include "services/kit/service/consumers.hpp"

namespace rapport::kit {

/// Has the sources of a service that reacts to every other one say what they are and tell (`$info`), for routes made by
/// learn(). Belongs to the loop's thread.
class Introductions {
public:
    /// Asks each source every second until it has answered, and every 10 s from then on.
    Introductions(bus::Loop& loop, bus::Client& client, Engine& engine, Writer& writer, const Consumers& consumers);

private:
    void look();
    void ask(const std::string& source);
    void take(const std::string& source, const std::string& answer);

    bus::Loop& loop_;
    bus::Client& client_;
    Writer& writer_;
    const Consumers& consumers_;
    std::map<std::string, std::string> known_;  ///< the events of each as it told them last, encoded
    int looks_ = 0;
};

}  // namespace rapport::kit
