// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>

#include "services/kit/engine/performer.hpp"

namespace rapport::kit {

/// How work gets into one kind of store: what Engine::run stands on.
class Runner {
public:
    virtual ~Runner() = default;
    /// Engine::run().
    virtual Committed run(std::span<Work> group, std::chrono::nanoseconds most) = 0;
    virtual bool has_unpublished_events() const = 0;
    virtual bus::Watermark watermark() const = 0;
};

/// For SQLite: the whole group in one transaction, or as much of it as it came to. A dry run has a savepoint. When one
/// of it fails after it wrote something, the group is run again with a savepoint for each; when the store rolls the
/// group back, each is run again by itself. What is given outlives it.
std::unique_ptr<Runner> group_runner(const RouteTable& routes, const Clock& clock, Db& db);

/// For PostgreSQL: each in a serializable transaction of its own, several at once on connections of their own; then a
/// sequencer on `db` gives what they told its place in the history.
std::unique_ptr<Runner> pool_runner(const RouteTable& routes, const Clock& clock, Db& db, const std::string& dsn,
                                    std::size_t writers);

}  // namespace rapport::kit
