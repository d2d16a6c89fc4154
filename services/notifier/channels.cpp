// SPDX-License-Identifier: MIT
#include "services/notifier/channels.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <nlohmann/json.hpp>

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"
#include "sdk/host/image.hpp"
#include "sdk/host/plugins.hpp"

namespace rapport::notifier {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr std::chrono::milliseconds to_be_checked = std::chrono::seconds(2), more_than_its_timeout = to_be_checked;

/// What ships: appends to a file in the state folder.
ChannelSettings file_channel(const std::string& state) {
    ChannelSettings file{.name = "file", .id = "rapport.file"};
    Writer out(file.settings.bytes);
    out.map(1);
    out.text("file");
    out.text((fs::absolute(state) / "notices.jsonl").string());
    return file;
}

/// The plugin's own settings, a JSON object: with the organisation's sender, for e-mail that does not say its own.
std::string plugin_settings(const ChannelSettings& channel, const std::optional<kit::MailSender>& sender) {
    std::string own = channel.settings.empty() ? "{}" : to_json(channel.settings.bytes);
    if (channel.id != "rapport.email" || !sender) return own;
    auto settings = nlohmann::json::parse(own);
    if (!settings.is_object() || settings.contains("from")) return own;
    settings["from"] = sender->address;
    if (sender->name && !settings.contains("from_name")) settings["from_name"] = *sender->name;
    return settings.dump();
}

sdk::PluginSpec spec_of(const ChannelSettings& settings, const std::optional<kit::MailSender>& sender) {
    return {
        .id = settings.id,
        .file = settings.file ? fs::path(*settings.file) : sdk::bundled(settings.id.substr(settings.id.rfind('.') + 1)),
        .sha256 = settings.sha256.value_or(""),
        .settings = plugin_settings(settings, sender),
        .deadline = std::chrono::milliseconds(settings.deadline_ms),
        .max_per_minute = static_cast<std::uint32_t>(settings.max_per_minute),
        .log = [name = settings.name](sdk::LogLevel level, std::string_view line) {
            constexpr spdlog::level::level_enum levels[] = {spdlog::level::debug, spdlog::level::info,
                                                            spdlog::level::warn, spdlog::level::err};
            spdlog::log(levels[std::min<std::size_t>(static_cast<std::size_t>(level), 3)], "channel {}: {}", name,
                        line);
        }};
}

sdk::Message message_of(const Channels::Parcel& parcel) {
    const Notice& notice = parcel.notice;
    return {.key = to_text(notice.id),
            .to = notice.address.value_or(""),
            .subject = notice.title.value_or(""),
            .text = notice.text.value_or(""),
            .language = notice.language.value_or(""),
            .event = parcel.event};
}

/// What we can store: others' texts may hold a NUL.
std::string clean(std::string text) { return clean_text(text) ? std::move(text) : "(not readable)"; }

Receipt receipt_of(const sdk::Receipt& receipt, bool idempotent) {
    constexpr Outcome outcomes[] = {Outcome::ok, Outcome::retry, Outcome::rejected, Outcome::unknown, Outcome::bounced};
    return {.outcome = outcomes[static_cast<std::size_t>(receipt.outcome)],
            .reason = clean(receipt.reason),
            .reference = clean(receipt.reference),
            .retry_after_ms = receipt.retry_after.count(),
            .idempotent = idempotent,
            .held = receipt.held,
            .answered = !receipt.held && !receipt.lost};
}

/// Whether a call that failed so cannot have reached the plugin's code for sending.
bool never_begun(sdk::PluginError::Kind kind) {
    using Kind = sdk::PluginError::Kind;
    return kind != Kind::failed && kind != Kind::contract && kind != Kind::deadline && kind != Kind::died;
}

/// What may be on its way already is not sent again where twice would be two messages.
Receipt begun_before() {
    return {.outcome = Outcome::unknown,
            .reason = "the notifier was stopped while it may have been on its way; the channel is not idempotent"};
}

/// None of them was given to the channel, because of its trouble.
std::vector<Receipt> not_asked(std::size_t count, std::string trouble) {
    std::vector<Receipt> receipts(count, {.outcome = Outcome::retry, .reason = trouble});
    if (!receipts.empty()) receipts.front().trouble = std::move(trouble);
    return receipts;
}

Receipt held_back() {
    return {.outcome = Outcome::retry, .reason = "others are sent through the channel first", .held = true};
}

/// What is wrong with the deadline, as a clause; nothing if it is longer than the plugin's own timeout.
std::optional<std::string> too_short(std::chrono::milliseconds deadline, const sdk::ChannelDescription& description) {
    if (!description.timeout || deadline > *description.timeout) return {};
    return "must be more than the plugin's timeout_ms, which is " + std::to_string(description.timeout->count()) +
           ": deadline_ms = " + std::to_string((*description.timeout + more_than_its_timeout).count()) + " would do";
}

std::optional<std::string> too_short(const ChannelSettings& settings) {
    // Whoever it will be: who the organisation's sender is, is not known before the store is open.
    auto spec = spec_of(settings, kit::MailSender{.address = "rapport@example.com"});
    spec.start_deadline = to_be_checked;
    const auto deadline = spec.deadline;
    try {
        return too_short(deadline, sdk::ChannelPlugin(std::move(spec)).description());
    } catch (const sdk::PluginError& error) {
        spdlog::error("channel {}: {}", settings.name, error.what());  // others go on without it
        return {};
    }
}

}  // namespace

void check_deadlines(const Settings& settings) {
    std::vector<std::future<std::optional<std::string>>> checks;
    for (const ChannelSettings& channel : settings.channels)
        checks.push_back(std::async(std::launch::async, [&channel] { return too_short(channel); }));
    for (std::size_t i = 0; i < checks.size(); ++i)
        if (const auto wrong = checks[i].get())
            throw invalid("channels[" + std::to_string(i) + "].deadline_ms", *wrong);
}

Channels::Channels(const Settings& settings, const std::string& state) {
    for (const ChannelSettings& channel : settings.channels) {
        if (has(channel.name)) throw invalid("channels", "must not have two of one name: " + channel.name);
        add(channel);
    }
    if (!has("file")) add(file_channel(state));
    if (!has(settings.channel)) throw invalid("channel", "must be one of the channels");
}
Channels::~Channels() = default;

void Channels::add(ChannelSettings settings) {
    Channel& channel = channels_[settings.name];
    channel.hash = sdk::hash_of(encode(settings));
    channel.settings = std::move(settings);
}

std::vector<std::string> Channels::names() const {
    std::vector<std::string> names;
    for (const auto& [name, channel] : channels_) names.push_back(name);
    return names;
}

const Channels::Channel& Channels::find(const std::string& name) const {
    const auto found = channels_.find(name);
    if (found == channels_.end()) throw Error(Code::not_found, "there is no channel " + name);
    return found->second;
}

std::vector<Receipt> Channels::send(const std::string& name, std::span<const Parcel> parcels,
                                    const std::optional<kit::MailSender>& sender) {
    const auto found = channels_.find(name);
    if (found == channels_.end())
        return {parcels.size(), {.outcome = Outcome::rejected, .reason = "the channel is not configured"}};
    Channel& channel = found->second;
    const auto until = steady_clock::now() + std::chrono::milliseconds(channel.settings.deadline_ms);
    std::vector<Receipt> receipts;
    while (receipts.size() < parcels.size()) {
        auto some = attempt(channel, parcels.subspan(receipts.size()), sender);
        const bool trouble = std::ranges::any_of(some, [](const Receipt& each) { return each.trouble.has_value(); });
        std::ranges::move(some, std::back_inserter(receipts));
        if (trouble || steady_clock::now() >= until) break;
    }
    receipts.resize(parcels.size(), held_back());
    return receipts;
}

/// Receipts for the first of them, or for all: as many as one call takes.
std::vector<Receipt> Channels::attempt(Channel& channel, std::span<const Parcel> parcels,
                                       const std::optional<kit::MailSender>& sender) {
    try {
        auto spec = spec_of(channel.settings, sender);
        if (channel.loaded_with != spec.settings) channel.plugin.reset();
        if (!channel.plugin) {
            const auto deadline = spec.deadline;
            channel.loaded_with = spec.settings;
            channel.plugin = std::make_unique<sdk::ChannelPlugin>(std::move(spec));
            if (const auto wrong = too_short(deadline, channel.plugin->description())) {
                channel.plugin.reset();
                return not_asked(parcels.size(), "its deadline_ms " + *wrong);
            }
        }
    } catch (const sdk::PluginError& error) {
        return not_asked(parcels.size(), clean(error.what()));
    }
    const auto limit = channel.plugin->description().max_batch;
    return exchange(channel, limit > 0 ? parcels.first(std::min<std::size_t>(limit, parcels.size())) : parcels);
}

api::Probed Channels::probe(const std::string& name, const std::optional<kit::MailSender>& sender) const {
    const Channel& channel = find(name);
    api::Probed probed{.name = name, .plugin = channel.settings.id};
    try {
        sdk::ChannelPlugin plugin(spec_of(channel.settings, sender));
        probed.version = plugin.description().version;
        plugin.probe();
        probed.works = true;
    } catch (const sdk::PluginError& error) {
        probed.reason = clean(error.what());
    }
    return probed;
}

/// One call of a plugin that is loaded.
std::vector<Receipt> Channels::exchange(Channel& channel, std::span<const Parcel> parcels) {
    const bool idempotent = channel.plugin->description().idempotent;
    std::vector<Receipt> receipts;
    std::vector<sdk::Message> messages;
    for (const Parcel& parcel : parcels) {
        receipts.push_back(begun_before());
        if (idempotent || !parcel.begun_before) messages.push_back(message_of(parcel));
    }
    std::vector<Receipt> answers;
    std::optional<std::string> trouble;
    try {
        for (const sdk::Receipt& receipt : channel.plugin->send(messages)) {
            answers.push_back(receipt_of(receipt, idempotent));
            if (receipt.lost && !trouble) answers.back().trouble = trouble = answers.back().reason;
        }
    } catch (const sdk::PluginError& error) {
        channel.plugin.reset();
        answers = not_asked(messages.size(), clean(error.what()));
        for (Receipt& each : answers) {
            each.outcome = never_begun(error.kind) ? Outcome::retry : Outcome::unknown;
            each.idempotent = idempotent;
        }
    }
    auto answer = answers.begin();
    for (std::size_t i = 0; i < parcels.size(); ++i)
        if (idempotent || !parcels[i].begun_before) receipts[i] = std::move(*answer++);
    return receipts;
}

}  // namespace rapport::notifier
