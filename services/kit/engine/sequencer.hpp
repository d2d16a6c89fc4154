// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/engine/outbox.hpp"

namespace rapport::kit {

/// Where many transactions tell at once (PostgreSQL), an event cannot know its place in the history before it is
/// committed. So it is staged in its transaction under a local number, and gets its sequence and chain afterwards, one
/// sequencer of a source at a time. Local numbers follow cause: who could see what another committed comes after it.
class Sequencer {
public:
    Sequencer(Db& db, std::string source) : db_(db), outbox_(db, std::move(source)) {}

    static void stage(Db& db, const bus::Event& event);
    /// Moves everything staged and committed to the end of the history, in a transaction of its own; returns it in
    /// order. StoreError: it is all staged still.
    std::vector<bus::Event> assign(Instant now);
    bus::Watermark watermark() const { return outbox_.watermark(); }

private:
    std::vector<bus::Event> assign_some(Instant now);

    Db& db_;
    Outbox outbox_;
};

}  // namespace rapport::kit
