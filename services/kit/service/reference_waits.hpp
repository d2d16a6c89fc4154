// SPDX-License-Identifier: MIT
#pragma once
#include <list>

#include "bus/client/client.hpp"
#include "services/kit/service/consumers.hpp"

namespace rapport::kit {

/// Requests that refer to something our projection does not know yet: asks the source how far it is, waits until we are
/// there, and then has them run once more. Belongs to the loop's thread.
class ReferenceWaits {
public:
    ReferenceWaits(bus::Loop& loop, bus::Client& client, Consumers& consumers);

    /// Calls `settled` when the projection of `source` is as far as the source was when asked, or this service keeps
    /// none; `failed` with unavailable when the source does not answer, or the projection has not caught up within 2 s:
    /// whoever cannot ask does not know.
    void settle(const std::string& source, Millis within, std::function<void()> settled,
                std::function<void(const Error&)> failed);
    /// A consumer's cursor has moved.
    void moved(const Consumer& consumer);

private:
    struct Waiting {
        std::string source;
        bus::Watermark target;
        bool ahead = false;  ///< the projection has what the source has lost, until it is read anew
        std::chrono::steady_clock::time_point until;
        std::function<void()> settled;
        std::function<void(const Error&)> failed;
    };
    void asked(Waiting waiting, const bus::Cursor& was, const bus::Reply& reply);
    bool reached(const Waiting& waiting) const;
    void expire();

    bus::Loop& loop_;
    bus::Client& client_;
    Consumers& consumers_;
    std::list<Waiting> waiting_;
};

}  // namespace rapport::kit
