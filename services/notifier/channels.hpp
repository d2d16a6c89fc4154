// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <map>
#include <memory>
#include <mutex>

#include "services/notifier/api.hpp"
#include "services/notifier/notice.hpp"
#include "services/notifier/settings.hpp"

namespace rapport::sdk {
class ChannelPlugin;
}

namespace rapport::notifier {

/// The configured channels. A plugin is loaded when it is first sent through, on the thread that sends, and lives as
/// long as this. send() is for one thread at a time for each channel; the rest for any.
class Channels {
public:
    /// `state` is the folder for notices.jsonl.
    Channels(const Settings& settings, const std::string& state);
    ~Channels();

    std::vector<std::string> names() const;
    bool has(const std::string& name) const { return channels_.contains(name); }

    /// A letter on its way.
    struct Parcel {
        Notice notice;
        /// Somebody else may have begun to send it and not lived to say so.
        bool begun_before = false;
        std::string event = {};  ///< what happened, as a CloudEvent in JSON
    };
    /// One receipt for each, in order. All are for `channel`. Never throws for what a plugin does.
    std::vector<Receipt> send(const std::string& channel, std::span<const Parcel> parcels);

    /// Loads the channel anew, beside the one that sends, and has it check that sending would work. One at a time:
    /// resource_exhausted while another is checked. not_found for one that is not configured.
    api::Probed probe(const std::string& channel);

private:
    struct Channel {
        ChannelSettings settings;
        std::unique_ptr<sdk::ChannelPlugin> plugin;
        std::chrono::steady_clock::time_point not_before{};  ///< after trouble with the plugin itself
        std::string trouble;
    };
    void add(ChannelSettings settings);
    bool load(Channel& channel);
    std::vector<Receipt> exchange(Channel& channel, std::span<const Parcel> parcels);
    static void in_trouble(Channel& channel, std::chrono::seconds pause, std::string why);

    std::map<std::string, Channel> channels_;
    std::mutex probing_;
};

}  // namespace rapport::notifier
