// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

#include "bus/client/client.hpp"
#include "bus/wire/tapping.hpp"

namespace rapport::bus::monitor {

/// Listens to the bus's tap, and again after the bus was gone. Belongs to its loop's thread.
class TapReader {
public:
    /// What is done with what passes; called on the loop's thread.
    struct Handlers {
        std::function<void(const TapRecord& record)> on_record;
        /// So many were dropped before what comes next.
        std::function<void(std::int64_t count)> on_dropped;
        /// All of a batch was handed on.
        std::function<void()> on_batch;
        /// What passed meanwhile was not heard; it listens again by itself.
        std::function<void(const Error& error)> on_break;
    };

    /// `client` should be its own: the connection's order is then the tap's.
    TapReader(Loop& loop, Client& client, TapRequest request, std::optional<Actor> actor, Handlers handlers);
    ~TapReader();

    /// Runs the loop until it hears. Throws Error: permission_denied, resource_exhausted.
    void begin();

private:
    void listen();
    void answered(const Reply& reply, bool last);

    Loop& loop_;
    Client& client_;
    const TapRequest request_;
    const std::optional<Actor> actor_;
    const Handlers handlers_;
    bool hears_ = false;
    std::optional<Error> refused_;
    std::optional<Loop::TimerId> again_;
    const std::shared_ptr<bool> life_ = std::make_shared<bool>(true);  ///< answers may come after us
};

}  // namespace rapport::bus::monitor
