// SPDX-License-Identifier: MIT
#pragma once
#include <span>

#include "bus/events/event.hpp"
#include "services/kit/method.hpp"

/// A dry run of a command: it runs as it would, says what would have come of it, and nothing of it is kept.
namespace rapport::kit {

/// What `$dry_run` is asked. It is a method of its own, so that a service which does not know dry runs refuses them.
struct DryRun {
    std::string method;
    Any params;
    static constexpr auto fields = describe(Field{"method", &DryRun::method, "the command", length(1, 200)},
                                            Field{"params", &DryRun::params, "its parameter"});
};
/// The result is that of the command, with what it would have told in `x-would-emit`.
inline constexpr Command<DryRun, Nothing> dry_run{"$dry_run", bus_only, everyone,
                                                  "Run a command and keep nothing of it: the answer is what would have "
                                                  "come of it, and in `x-would-emit` the events."};

/// What stands for the n-th number that a rehearsed command draws: `C-0000-000001`, which no record has.
std::string stand_in_for_a_number(char letter, std::int64_t n);
/// The result of a rehearsed command with `x-would-emit`; one that is no map stands in `result`. Null for each of the
/// numbers that it drew, and `C-…` for one within a text.
std::string rehearsed(std::string_view result, const std::vector<bus::Event>& events,
                      std::span<const std::string> drawn);

}  // namespace rapport::kit
