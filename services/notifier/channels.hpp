// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <memory>

#include "services/kit/organisation.hpp"
#include "services/notifier/api.hpp"
#include "services/notifier/notice.hpp"
#include "services/notifier/settings.hpp"

namespace rapport::sdk {
class ChannelPlugin;
}

namespace rapport::notifier {

/// invalid_argument for a channel whose deadline_ms is not longer than its plugin's own timeout: it would be ended each
/// time that nobody answers it. Starts each plugin for a moment; what cannot be told of one within two seconds is found
/// when it is sent through.
void check_deadlines(const Settings& settings);

/// The configured channels, each with a plugin's process of its own, so that none feels what another does to its
/// plugin. A plugin is loaded when it is first sent through, on the thread that sends, and lives as long as this.
/// send() is for one thread at a time for each channel; the rest for any.
class Channels {
public:
    /// `state` is the folder for notices.jsonl.
    Channels(const Settings& settings, const std::string& state);
    ~Channels();

    std::vector<std::string> names() const;
    bool has(const std::string& name) const { return channels_.contains(name); }
    /// not_found for one that is not configured.
    const std::string& plugin_of(const std::string& name) const { return find(name).settings.id; }
    /// Changes when the channel's settings do.
    const std::string& hash_of(const std::string& name) const { return find(name).hash; }

    /// A letter on its way.
    struct Parcel {
        Notice notice;
        /// Somebody else may have begun to send it and not lived to say so.
        bool begun_before = false;
        std::string event = {};  ///< what happened, as a CloudEvent in JSON
    };
    /// One receipt for each, in order. All are for `channel`. Never throws for what a plugin does: that is in the
    /// receipts, `trouble` in the first of those concerned. After trouble, and once the channel's deadline has passed,
    /// the rest is held back, so that no call lasts much longer than that. `sender` is the organisation's: whom e-mail
    /// comes from where its channel's settings do not say it.
    std::vector<Receipt> send(const std::string& channel, std::span<const Parcel> parcels,
                              const std::optional<kit::MailSender>& sender = {});

    /// Loads the channel anew, beside the one that sends, and has it check that sending would work. not_found for one
    /// that is not configured.
    api::Probed probe(const std::string& channel, const std::optional<kit::MailSender>& sender = {}) const;

private:
    struct Channel {
        ChannelSettings settings;
        std::string hash;
        std::unique_ptr<sdk::ChannelPlugin> plugin;
        std::string loaded_with = {};  ///< the plugin's settings
    };
    void add(ChannelSettings settings);
    const Channel& find(const std::string& name) const;
    std::vector<Receipt> attempt(Channel& channel, std::span<const Parcel> parcels,
                                 const std::optional<kit::MailSender>& sender);
    static std::vector<Receipt> exchange(Channel& channel, std::span<const Parcel> parcels);

    std::map<std::string, Channel> channels_;
};

}  // namespace rapport::notifier
