// SPDX-License-Identifier: MIT
#include <algorithm>

#include "sdk/host/checks.hpp"
#include "sdk/host/codec.hpp"
#include "sdk/host/fit.hpp"
#include "sdk/host/image.hpp"
#include "sdk/host/plugins.hpp"
#include "sdk/host/reload.hpp"
#include "sdk/host/secrets.hpp"
#include "sdk/host/settings.hpp"
#include "sdk/host/spec.hpp"
#include "sdk/host/supervisor.hpp"

namespace rapport::sdk {
namespace {

constexpr std::size_t largest_batch = 256;
constexpr int max_children_lost = 3;

std::optional<std::chrono::milliseconds> own_timeout(const Settings& settings) {
    const auto found = std::ranges::find(settings.items, "timeout_ms", &Settings::Item::name);
    if (found == settings.items.end() || found->type != RAPPORT_SETTING_NUMBER) return {};
    return std::chrono::milliseconds(found->integer);
}

ChannelDescription describe(const PluginSheet& sheet, const Image& image, const Settings& settings) {
    const auto has = [&](std::uint32_t flag) { return (sheet.flags & flag) != 0; };
    return {.id = sheet.id,
            .version = sheet.version,
            .title = sheet.title,
            .idempotent = has(RAPPORT_IDEMPOTENT),
            .html = has(RAPPORT_HTML),
            .attachments = has(RAPPORT_ATTACHMENTS),
            .receipts = has(RAPPORT_RECEIPTS),
            .max_subject = sheet.max_subject,
            .max_text = sheet.max_text,
            .max_batch = sheet.max_batch,
            .max_per_minute = sheet.max_per_minute,
            .settings_schema = sheet.settings_schema,
            .settings = settings.shown,
            .sha256 = image.sha256,
            .timeout = own_timeout(settings)};
}

}  // namespace

std::string_view to_string(Outcome outcome) {
    switch (outcome) {
        case Outcome::ok:
            return "ok";
        case Outcome::retry:
            return "retry";
        case Outcome::rejected:
            return "rejected";
        case Outcome::bounced:
            return "bounced";
        case Outcome::unknown:
            break;
    }
    return "unknown";
}

struct ChannelPlugin::Impl {
    explicit Impl(PluginSpec given_)
        : given(complete(std::move(given_))),
          spec(given),
          image(take_image(spec, RAPPORT_KIND_CHANNEL)),
          supervisor(spec, image) {
        const auto& sheet = supervisor.sheet();
        check_sheet(spec, image.note, sheet);
        auto settings = settle(spec.id, sheet.settings_schema, spec.settings);
        redacted = Redactor(settings.secrets);
        secret_files = settings.secret_files;
        spec = redacted.over(std::move(spec));
        description = describe(sheet, image, settings);
        settings.http_tape = spec.http_tape.string();
        settings.http_networks = spec.http_networks;
        redacted.guard([&] { supervisor.configure(std::move(settings)); });
        const auto own = description.max_per_minute, ours = spec.max_per_minute;
        throttle = Throttle(own && ours ? std::min(own, ours) : std::max(own, ours));
    }

    /// In calls of as many as the channel takes.
    std::vector<Receipt> send_fitting(std::span<const Message> messages) {
        const auto limit =
            std::min<std::size_t>(largest_batch, description.max_batch ? description.max_batch : largest_batch);
        std::vector<Receipt> receipts;
        while (!messages.empty()) {
            const auto now = messages.first(std::min(limit, messages.size()));
            std::ranges::move(send(now), std::back_inserter(receipts));
            messages = messages.subspan(now.size());
        }
        return receipts;
    }

    static Receipt held_back(std::chrono::milliseconds wait) {
        return {.outcome = Outcome::retry,
                .retry_after = wait,
                .reason = "the channel takes no more within this minute",
                .held = true};
    }

    std::vector<Receipt> ask(std::span<const Message> messages) {
        Writer body;
        write(body, messages);
        return supervisor.ask(FrameType::send, body.bytes(), FrameType::receipts,
                              [&](Reader answer) { return read_receipts(answer, messages.size()); });
    }

    std::vector<Receipt> send(std::span<const Message> messages) {
        try {
            return ask(messages);
        } catch (const Death& death) {
            const bool again = description.idempotent && (messages.size() > 1 || !death.missed_deadline);
            auto receipts = again ? one_by_one(messages, death) : unknown(messages.size(), death);
            supervisor.fell();
            return receipts;
        }
    }

    static std::vector<Receipt> unknown(std::size_t count, const Death& death) {
        return {count, Receipt{.outcome = Outcome::unknown,
                               .reason = std::string("the channel's process ") + death.what(),
                               .lost = true}};
    }

    std::vector<Receipt> one_by_one(std::span<const Message> messages, Death death) {
        std::vector<Receipt> receipts;
        for (int lost = 0; receipts.size() < messages.size() && lost < max_children_lost;) {
            try {
                receipts.push_back(ask(messages.subspan(receipts.size(), 1)).front());
            } catch (const Death& again) {
                receipts.push_back(unknown(1, death = again).front());
                ++lost;
            }
        }
        receipts.resize(messages.size(), unknown(1, death).front());
        return receipts;
    }

    const PluginSpec given;
    PluginSpec spec;  // as given, but its log shows no secrets
    Image image;
    Redactor redacted;
    std::vector<std::pair<std::filesystem::path, FileState>> secret_files;
    Supervisor supervisor;
    ChannelDescription description;
    Throttle throttle{0};
};

ChannelPlugin::ChannelPlugin(PluginSpec spec) {
    if (spec.isolation == Isolation::in_process)
        throw PluginError(PluginError::Kind::settings,
                          spec.id + " is a channel, and channels run in a child; drop isolation = in_process");
    impl_ = start_recorded<Impl>(std::move(spec));
}
ChannelPlugin::ChannelPlugin(ChannelPlugin&&) noexcept = default;
ChannelPlugin& ChannelPlugin::operator=(ChannelPlugin&&) noexcept = default;
ChannelPlugin::~ChannelPlugin() = default;

const ChannelDescription& ChannelPlugin::description() const { return impl_->description; }

void ChannelPlugin::probe() {
    follow_files(impl_);
    impl_->redacted.guard([&] {
        try {
            impl_->supervisor.ask(FrameType::probe, {}, FrameType::done, [](Reader) { return 0; });
        } catch (const Death& death) {
            impl_->supervisor.fell();
            throw as_error(impl_->spec, death);
        }
    });
}

std::vector<Receipt> ChannelPlugin::send(std::span<const Message> messages) {
    follow_files(impl_);
    std::vector<Receipt> receipts(messages.size());
    std::vector<Message> going;
    std::vector<std::size_t> parts(messages.size(), 0);  // how many messages each went out as
    std::size_t waiting = 0;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        auto fitting = fit(impl_->description, messages[i]);
        const auto wait = impl_->throttle.wait(Throttle::Clock::now(), fitting.size(), waiting);
        if (wait.count() > 0) {
            receipts[i] = Impl::held_back(wait);
            waiting += fitting.size();
            continue;
        }
        parts[i] = fitting.size();
        std::ranges::move(fitting, std::back_inserter(going));
    }
    auto sent = impl_->redacted.guard([&] { return impl_->send_fitting(going); });
    for (auto& each : sent) {
        each.reference = impl_->redacted(std::move(each.reference));
        each.reason = impl_->redacted(std::move(each.reason));
    }
    check_receipts(sent);
    for (std::size_t i = 0, next = 0; i < messages.size(); next += parts[i++])
        if (parts[i] > 0)
            receipts[i] = combined(std::span(sent).subspan(next, parts[i]), impl_->description.idempotent);
    return receipts;
}

}  // namespace rapport::sdk
