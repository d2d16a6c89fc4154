// SPDX-License-Identifier: MIT
#pragma once

#include "sdk/tools/checker.hpp"
#include "sdk/tools/recorders.hpp"

namespace rapport::sdk::tools {

/// What a channel is checked in.
struct Surroundings {
    std::filesystem::path scratch;  ///< a private folder that the settings may name
    Recorders& recorders;
    std::string deaf_settings;  ///< the subject's, where nobody listens at the recorders' addresses
};

/// A channel under check: starts it, sends through it, and keeps what it tells.
class Trial {
public:
    Trial(const Subject& subject, const CheckOptions& options, const Surroundings& around);
    Trial(const Trial&) = delete;
    Trial& operator=(const Trial&) = delete;

    /// The channel anew, in a process of its own.
    ChannelPlugin start() const { return ChannelPlugin(spec_); }
    ChannelPlugin start_deaf() const;
    /// A message whose words and recipient would be known in a log.
    Message message(std::string key, std::string text = "Grüße 🙂 for the recipient alone, 6f1d9c") const;
    std::vector<Receipt> send(ChannelPlugin& through, std::span<const Message> messages);
    Receipt send(ChannelPlugin& through, const Message& message) { return send(through, {&message, 1}).front(); }

    /// What it wrote to its log, and what it said in receipts, so far.
    const std::string& logged() const { return logged_; }
    const std::string& answered() const { return answered_; }

    static constexpr std::string_view subject_mark = "b47e02", text_mark = "6f1d9c";

    const Subject& subject;
    const CheckOptions& options;
    Recorders& recorders;
    const std::filesystem::path scratch;

private:
    PluginSpec spec_;
    std::string deaf_settings_, logged_, answered_;
};

/// How receipts say that the host lost the channel's process.
bool lost_its_process(const Receipt& receipt);

/// Which outcome the channel makes of what the other side does.
void check_outcomes(Checker& checker, Trial& trial);

}  // namespace rapport::sdk::tools
