// SPDX-License-Identifier: MIT
#pragma once

#include <forward_list>

#include "rapport/channel.hpp"

namespace rapport::detail {

inline Message message_of(const rapport_message& given) {
    Message message{view(given.key),
                    view(given.to),
                    view(given.subject),
                    view(given.text),
                    view(given.html),
                    view(given.language),
                    {},
                    view(given.event)};
    for (uint32_t i = 0; i < given.attachment_count; ++i) {
        const auto& each = *given.attachments[i];
        message.attachments.push_back({view(each.name), view(each.media_type), view(each.content)});
    }
    return message;
}

template <class T>
constexpr Limits limits_of() {
    if constexpr (requires { T::limits; }) return T::limits;
    else return {};
}

template <class T>
struct ChannelGlue {
    static_assert(std::is_base_of_v<Channel, T>, "RAPPORT_CHANNEL names a class derived from rapport::Channel");
    static_assert(
        requires(T & channel, const Message& message) { Receipt(channel.send(message)); },
        "a channel defines Receipt send(const Message&)");

    struct Instance {
        T channel;
        std::forward_list<std::string> texts = {};  // references and reasons of the last send

        Instance(const rapport_host* host, const rapport_settings& settings) { prepare(channel, host, settings); }
    };

    struct Sheet {
        T prototype;
        std::string schema = prototype.settings_schema();
        rapport_channel_description description{};

        Sheet() {
            constexpr Limits limits = limits_of<T>();
            uint32_t flags = 0;
            if (limits.idempotent) flags |= RAPPORT_IDEMPOTENT;
            if (limits.html) flags |= RAPPORT_HTML;
            if (limits.attachments) flags |= RAPPORT_ATTACHMENTS;
            if (limits.receipts) flags |= RAPPORT_RECEIPTS;
            description = {sizeof description,    flags,         limits.max_subject, limits.max_text, limits.max_batch,
                           limits.max_per_minute, borrow(schema)};
        }
    };

    static const rapport_channel_description* describe(rapport_error* error) noexcept {
        return guarded<const rapport_channel_description*>(error, nullptr, [] {
            static const Sheet sheet;
            return &sheet.description;
        });
    }

    static void* create(const rapport_host* host, const rapport_settings* settings, rapport_error* error) noexcept {
        return guarded<void*>(error, nullptr, [&] { return new Instance(host, *settings); });
    }

    static void destroy(void* instance) noexcept { delete static_cast<Instance*>(instance); }

    static int32_t probe(void* self, rapport_error* error) noexcept {
        return guarded<int32_t>(error, 1, [&] {
            auto& channel = static_cast<Instance*>(self)->channel;
            if constexpr (requires { channel.probe(); }) channel.probe();
            return 0;
        });
    }

    static int32_t send(void* self, const rapport_message* const* messages, uint32_t count,
                        rapport_receipt* const* receipts, rapport_error* error) noexcept {
        return guarded<int32_t>(error, 1, [&] {
            auto& instance = *static_cast<Instance*>(self);
            instance.texts.clear();
            for (uint32_t i = 0; i < count; ++i) send_one(instance, *messages[i], *receipts[i]);
            return 0;
        });
    }

    static void send_one(Instance& instance, const rapport_message& message, rapport_receipt& receipt) {
        const auto keep = [&](std::string text) { return borrow(instance.texts.emplace_front(std::move(text))); };
        try {
            receipt.reference = keep(instance.channel.send(message_of(message)).reference);
            receipt.outcome = RAPPORT_OK;
        } catch (const Retry& later) {
            receipt.reason = keep(later.what());
            receipt.retry_after_ms = later.after.count();
            receipt.outcome = RAPPORT_RETRY;
        } catch (const Bounced& nowhere) {
            receipt.reason = keep(nowhere.what());
            receipt.outcome = RAPPORT_BOUNCED;
        } catch (const Rejected& never) {
            receipt.reason = keep(never.what());
            receipt.outcome = RAPPORT_REJECTED;
        } catch (const std::exception& thrown) {
            receipt.reason = keep(thrown.what());
        } catch (...) {
            receipt.reason = keep("the channel threw something that is not a std::exception");
        }
    }

    static constexpr rapport_channel table() {
        return {sizeof(rapport_channel), 0, describe, create, destroy, probe, send};
    }
};

}  // namespace rapport::detail

/// Makes TYPE the channel of this plugin. ID is a reverse domain name, VERSION a semantic version; all three are string
/// literals.
#define RAPPORT_CHANNEL(TYPE, ID, VERSION, TITLE)                                                         \
    static constexpr rapport_channel rapport_channel_table = rapport::detail::ChannelGlue<TYPE>::table(); \
    extern "C" constexpr rapport_plugin rapport_plugin_entry = {sizeof(rapport_plugin),                   \
                                                                RAPPORT_ABI_MAJOR,                        \
                                                                RAPPORT_ABI_MINOR,                        \
                                                                RAPPORT_KIND_CHANNEL,                     \
                                                                rapport::detail::borrow(ID),              \
                                                                rapport::detail::borrow(VERSION),         \
                                                                rapport::detail::borrow(TITLE),           \
                                                                nullptr,                                  \
                                                                &rapport_channel_table};                  \
    RAPPORT_NOTE(2, ID, VERSION);
