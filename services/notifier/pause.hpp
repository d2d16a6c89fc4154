// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/routes.hpp"

namespace rapport::notifier {

using PauseId = Id<struct PauseTag>;

/// A channel that is not sent through for a while: its plugin hung, died, or could not be run.
struct Pause {
    PauseId id;
    std::string channel;
    std::int64_t failures = 0;
    std::string reason;
    Instant since, until;

    static constexpr auto fields = describe(
        Field{"id", &Pause::id, "unique"}, Field{"channel", &Pause::channel, "what rules call it"},
        Field{"failures", &Pause::failures, "how often it failed in a row"},
        Field{"reason", &Pause::reason, "why it failed last"}, Field{"since", &Pause::since, "when it failed first"},
        Field{"until", &Pause::until, "when it is tried again"});
};

/// After one more failure: 5 s, 15 s, 45 s … up to ten minutes.
Pause paused(Pause pause, std::string reason, Instant now);

/// Whether the channel is not to be sent through now.
bool holds(const Pause& pause, Instant now);

/// The pauses as they are kept, so that they outlast the process.
class Pauses {
public:
    /// The channel's pause, also one that is over and was followed by no success yet. One from before the channel's
    /// settings changed, which the hash tells, counts no more.
    std::optional<Pause> of(const kit::View& view, const std::string& channel, const std::string& settings) const;
    /// Begins or lengthens it.
    Pause lengthen(kit::Unit& unit, const std::string& channel, const std::string& settings, std::string reason) const;
    /// Ends it. Nothing if there was none.
    std::optional<Pause> end(kit::Unit& unit, const std::string& channel) const;
};

}  // namespace rapport::notifier
