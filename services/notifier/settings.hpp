// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/fields.hpp"

namespace rapport::notifier {

/// A channel that rules may name: a plugin and what it is told.
struct ChannelSettings {
    std::string name, id;
    std::optional<std::string> file, sha256;
    Any settings;
    std::int64_t deadline_ms = 10'000, max_per_minute = 0;

    static constexpr auto fields = describe(
        Field{"name", &ChannelSettings::name, "what rules call it", length(1, 50)},
        Field{"id", &ChannelSettings::id, "the plugin's id, such as rapport.file", length(1, 200)},
        Field{"file", &ChannelSettings::file, "the plugin's file; left out: the one that ships with that id",
              length(1, 4096)},
        Field{"sha256", &ChannelSettings::sha256, "what the file must have, in hexadecimal", length(64, 64)},
        Field{"settings", &ChannelSettings::settings, "the plugin's own", defaulted},
        Field{"deadline_ms", &ChannelSettings::deadline_ms,
              "how long one call may take: longer than the plugin's own timeout", between(10, 610'000), defaulted},
        Field{"max_per_minute", &ChannelSettings::max_per_minute,
              "messages within any minute, where that is fewer than the channel takes; 0: as it does",
              between(0, 1'000'000), defaulted});
};

/// What the notifier can be told beside what every service can.
struct Settings {
    std::string channel = "file";
    std::vector<ChannelSettings> channels;
    std::int64_t attempts = 10;

    static constexpr auto fields = describe(
        Field{"channel", &Settings::channel, "what rules use that name none", length(1, 50), defaulted},
        Field{"channels", &Settings::channels, "beside `file`, which appends to STATE/notices.jsonl unless named here"},
        Field{"attempts", &Settings::attempts, "how often a notice is tried before it is given up", between(1, 100),
              defaulted});
};

}  // namespace rapport::notifier
