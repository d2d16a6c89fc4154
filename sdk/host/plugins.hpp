// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sdk/host/batch.hpp"
#include "sdk/host/error.hpp"
#include "sdk/host/scores.hpp"

namespace rapport::sdk {

/// Where a plugin's code runs. In the service's own process a rule is faster and nothing holds its crash: the
/// operator's explicit choice for a rule that is trusted. Never for a channel.
enum class Isolation { child, in_process };

/// How grave a plugin's log line is.
enum class LogLevel : std::uint32_t { debug, info, warning, error };

/// What the configuration says of one plugin.
struct PluginSpec {
    std::string id;               ///< as in the plugin's note; a file with another id is refused
    std::filesystem::path file;   ///< the shared library; neither it nor its folder may be writable by others
    std::string sha256 = {};      ///< in hexadecimal; where given, the file must have it
    std::string settings = "{}";  ///< JSON object, validated against the plugin's schema; defaults are filled in
    std::chrono::milliseconds deadline{2000};          ///< of one exchange with the child
    std::chrono::milliseconds start_deadline{10'000};  ///< to load, and to take its settings
    Isolation isolation = Isolation::child;
    std::uint64_t memory_limit = std::uint64_t{1} << 30;  ///< bytes of address space for the child
    /// Whether a file that is replaced while its plugin runs is taken over at the next call: the new one is started and
    /// checked first, and where it is refused the old one runs on. Only in a child: a library is never unloaded.
    bool reload = true;
    /// Folder in which the host records what became of the plugin, a quarantine too (record.hpp); by default
    /// $RAPPORT_PLUGIN_RECORDS, and without that nothing is recorded.
    std::filesystem::path records = {};
    std::filesystem::path host = {};  ///< rapport-plugin-host; by default the one beside this program
    /// For tests of channels: where the file is there, their HTTP requests are answered from it without a network;
    /// where it is not, they are recorded there.
    std::filesystem::path http_tape = {};
    /// Networks that their HTTP requests may reach besides those that their settings allow, for tests of channels too.
    std::string http_networks = {};
    std::uint32_t max_per_minute =
        0;  ///< messages through a channel, where that is fewer than it takes itself; 0: as it does
    /// Takes what the plugin logs. On the calling thread, during a call. By default standard error.
    std::function<void(LogLevel, std::string_view line)> log = {};
};

/// The file of a plugin that ships with Rapport: ../plugins/NAME.so, seen from this program.
std::filesystem::path bundled(std::string_view name);

/// A scoring rule that is loaded, configured and supervised. Constructing it refuses what cannot be trusted or does not
/// fit (PluginError says why and what to do). One thread at a time; calls block, each at most about the spec's
/// deadline.
///
/// A child that dies is noticed at once and started again at the next call, after a pause that grows. A batch that
/// kills is halved until the rows that do it are found; they fail and the others score. Each attempt at a row that
/// hangs costs a deadline. Where every row kills, a row of which nothing is known is tried: if that kills too, it is
/// the plugin that is at fault, and after three such incidents within five minutes every call is refused as
/// quarantined, until its file is replaced or the quarantine is lifted; where nothing is recorded, until it is loaded
/// anew.
class RulePlugin {
public:
    explicit RulePlugin(PluginSpec spec);
    RulePlugin(RulePlugin&&) noexcept;
    RulePlugin& operator=(RulePlugin&&) noexcept;
    ~RulePlugin();

    const RuleDescription& description() const;
    /// One answer per row. A row that killed, failed, or came out as no number, out of range or with factors that do
    /// not sum is `failed` with its reason. PluginError: input, failed, quarantined, or the plugin cannot be started.
    Scores score(const Batch& batch);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// What a channel says of itself, once it has its settings.
struct ChannelDescription {
    std::string id, version, title;
    bool idempotent = false, html = false, attachments = false, receipts = false;
    std::uint32_t max_subject = 0, max_text = 0;  ///< bytes; 0 = no limit
    std::uint32_t max_batch = 0, max_per_minute = 0;
    std::string settings_schema;  ///< JSON Schema
    std::string settings;         ///< as in effect, JSON
    std::string sha256;
    /// How long it waits by itself for one message: its setting `timeout_ms`, as in effect, if it has one. A deadline
    /// that is not longer ends the plugin before it can say that it had no answer.
    std::optional<std::chrono::milliseconds> timeout = {};
};

/// A file that goes with a message; `content` is its bytes.
struct Attachment {
    std::string name, media_type, content;
};

/// What a channel is to send to one recipient.
struct Message {
    std::string key;  ///< idempotency key
    std::string to;   ///< in the channel's own terms; empty where its settings say it
    std::string subject, text;
    std::string html = {}, language = {};
    std::vector<Attachment> attachments = {};
    std::string event = {};  ///< the CloudEvent that it is about, as JSON
};

/// What became of a message: taken, not now, never, nobody knows, or never since nothing can be sent to that address.
enum class Outcome : std::uint32_t { ok, retry, rejected, unknown, bounced };
/// As a plugin or its process says it; unknown for what is none of them.
Outcome outcome_from(std::uint32_t said);

std::string_view to_string(Outcome outcome);

/// What a channel answers to one message.
struct Receipt {
    Outcome outcome = Outcome::unknown;
    std::chrono::milliseconds retry_after{0};
    std::string reference;  ///< the other side's identifier
    std::string reason;
    bool held = false;  ///< the channel was not asked: more than its rate allows were to go
    bool lost = false;  ///< the plugin's process died, or missed the deadline, with it in hand
};

/// A channel that is loaded, configured and supervised, as RulePlugin is; always in a child, and each in one of its
/// own. A death or a missed deadline in a call is this channel's alone and quarantines nothing: the receipts say so
/// (`lost`), and how soon the channel is tried again is for its owner to say.
class ChannelPlugin {
public:
    explicit ChannelPlugin(PluginSpec spec);
    ChannelPlugin(ChannelPlugin&&) noexcept;
    ChannelPlugin& operator=(ChannelPlugin&&) noexcept;
    ~ChannelPlugin();

    const ChannelDescription& description() const;
    /// Checks that sending would work, and sends nothing. PluginError::failed says why it would not.
    void probe();
    /// One receipt per message, in their order. Honours what the channel says that it can take: calls it with at most
    /// its max_batch at a time, splits and cuts what is too long, leaves out what it does not take (see fit.hpp), and
    /// holds back (`retry`, held) what its rate or the spec's does not allow now. Where it dies or misses the deadline
    /// the messages in hand are `unknown`; an idempotent channel is given each of them once more, alone, but not a
    /// single one for which it missed the deadline.
    std::vector<Receipt> send(std::span<const Message> messages);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace rapport::sdk
