// SPDX-License-Identifier: MIT
#include "services/notifier/channels.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"
#include "sdk/host/plugins.hpp"

namespace rapport::notifier {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr auto load_again_after = std::chrono::seconds(30);
constexpr std::chrono::seconds quarantine_for = std::chrono::minutes(5);

/// What ships: appends to a file in the state folder.
ChannelSettings file_channel(const std::string& state) {
    ChannelSettings file{.name = "file", .id = "rapport.file"};
    Writer out(file.settings.bytes);
    out.map(1);
    out.text("file");
    out.text((fs::absolute(state) / "notices.jsonl").string());
    return file;
}

sdk::PluginSpec spec_of(const ChannelSettings& settings) {
    return {
        .id = settings.id,
        .file = settings.file ? fs::path(*settings.file) : sdk::bundled(settings.id.substr(settings.id.rfind('.') + 1)),
        .sha256 = settings.sha256.value_or(""),
        .settings = settings.settings.empty() ? "{}" : to_json(settings.settings.bytes),
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
    constexpr Outcome outcomes[] = {Outcome::ok, Outcome::retry, Outcome::rejected, Outcome::unknown};
    return {.outcome = outcomes[static_cast<std::size_t>(receipt.outcome)],
            .reason = clean(receipt.reason),
            .reference = clean(receipt.reference),
            .retry_after_ms = receipt.retry_after.count(),
            .idempotent = idempotent,
            .held = receipt.held};
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

}  // namespace

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
    const std::string name = settings.name;
    channels_[name].settings = std::move(settings);
}

std::vector<std::string> Channels::names() const {
    std::vector<std::string> names;
    for (const auto& [name, channel] : channels_) names.push_back(name);
    return names;
}

void Channels::in_trouble(Channel& channel, std::chrono::seconds pause, std::string why) {
    spdlog::error("channel {}: {}", channel.settings.name, why);
    channel.plugin.reset();
    channel.not_before = steady_clock::now() + pause;
    channel.trouble = clean(std::move(why));
}

bool Channels::load(Channel& channel) {
    if (channel.plugin) return true;
    if (steady_clock::now() < channel.not_before) return false;
    try {
        channel.plugin = std::make_unique<sdk::ChannelPlugin>(spec_of(channel.settings));
    } catch (const sdk::PluginError& error) {
        const bool quarantined = error.kind == sdk::PluginError::Kind::quarantined;
        in_trouble(channel, quarantined ? quarantine_for : load_again_after, error.what());
    }
    return channel.plugin != nullptr;
}

std::vector<Receipt> Channels::send(const std::string& name, std::span<const Parcel> parcels) {
    const auto found = channels_.find(name);
    if (found == channels_.end())
        return {parcels.size(), {.outcome = Outcome::rejected, .reason = "the channel is not configured"}};
    Channel& channel = found->second;
    std::vector<Receipt> receipts;
    while (receipts.size() < parcels.size()) {
        auto rest = parcels.subspan(receipts.size());
        if (load(channel)) {
            const auto limit = channel.plugin->description().max_batch;
            if (limit > 0) rest = rest.first(std::min<std::size_t>(limit, rest.size()));
            std::ranges::move(exchange(channel, rest), std::back_inserter(receipts));
            continue;
        }
        for (const Parcel& parcel : rest) {
            if (parcel.begun_before) receipts.push_back(begun_before());
            else receipts.push_back({.outcome = Outcome::retry, .reason = channel.trouble});
        }
    }
    return receipts;
}

api::Probed Channels::probe(const std::string& name) {
    const auto found = channels_.find(name);
    if (found == channels_.end()) throw Error(Code::not_found, "there is no channel " + name);
    const std::unique_lock lock(probing_, std::try_to_lock);
    if (!lock) throw Error(Code::resource_exhausted, "another channel is being checked: try again when that is done");
    api::Probed probed{.name = name, .plugin = found->second.settings.id};
    try {
        sdk::ChannelPlugin plugin(spec_of(found->second.settings));
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
    try {
        for (const sdk::Receipt& receipt : channel.plugin->send(messages))
            answers.push_back(receipt_of(receipt, idempotent));
    } catch (const sdk::PluginError& error) {
        const bool quarantined = error.kind == sdk::PluginError::Kind::quarantined;
        in_trouble(channel, quarantined ? quarantine_for : load_again_after, error.what());
        answers.assign(messages.size(), {.outcome = never_begun(error.kind) ? Outcome::retry : Outcome::unknown,
                                         .reason = channel.trouble,
                                         .idempotent = idempotent});
    }
    auto answer = answers.begin();
    for (std::size_t i = 0; i < parcels.size(); ++i)
        if (idempotent || !parcels[i].begun_before) receipts[i] = std::move(*answer++);
    return receipts;
}

}  // namespace rapport::notifier
