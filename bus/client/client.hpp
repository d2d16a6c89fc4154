// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bus/loop.hpp"
#include "bus/wire/endpoints.hpp"
#include "bus/wire/envelope.hpp"

namespace rapport::bus {

/// How long a call may take, for whom it is made, and when it may be asked again.
struct CallOptions {
    Loop::Duration timeout{10'000};        ///< after it the call is answered deadline_exceeded
    std::optional<std::string> idem = {};  ///< idempotency key; with it a lost answer may be asked for again
    std::optional<std::string> traceparent = {};
    std::optional<Actor> actor = {};
    bool query = false;  ///< the method changes nothing: a lost answer may be asked for again without a key
    /// Within the timeout, ask again on `unavailable` that does not say when to come again (bus/base/retry.hpp), and on
    /// `in_doubt` where a key or a query makes that safe.
    bool retry = false;
};

/// Asks services, many requests at a time, over one DEALER (MDP/0.2 client). Belongs to its loop's thread.
class Client {
public:
    /// Called on the loop's thread, never from within call(): for each PARTIAL with `last` false, then once with `last`
    /// true. It may call, but not destroy the client.
    using OnReply = std::function<void(Reply reply, bool last)>;

    /// Connects in the background, and again whenever the connection breaks; calls made meanwhile wait for it.
    /// `speaker` asks in calls that name no actor.
    /// While the bus refuses our key, calls are answered `unauthenticated`, and it is asked again each second.
    /// Throws Error if the address's key cannot be read.
    Client(Loop& loop, const Address& requests_endpoint, std::optional<Actor> speaker = {});
    /// Calls that are out are forgotten, not answered.
    ~Client();

    /// Sends a request. Every call is answered exactly once with `last`: by the service, by the bus (`unavailable`,
    /// `in_doubt`), by the clock (`deadline_exceeded`; `unavailable` if it could not even be sent), or, when the
    /// connection to the bus breaks while the call is out, `in_doubt`.
    void call(std::string_view service, std::string_view method, std::string_view params, const CallOptions& options,
              OnReply on_reply);
    /// Runs the loop until the answer is there; returns the result's MessagePack. Throws Error. Not from within a task
    /// of the loop.
    std::string ask(std::string_view service, std::string_view method, std::string_view params,
                    const CallOptions& options = {});
    /// Calls not answered yet.
    std::size_t outstanding() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rapport::bus
