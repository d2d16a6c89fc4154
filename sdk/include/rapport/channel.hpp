// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <stdexcept>

#include "rapport/setting.hpp"

namespace rapport {

/// A file that goes with a message; `content` is its bytes. Views live as long as the call.
struct Attachment {
    std::string_view name, media_type, content;
};

/// What is to be sent. The texts are borrowed for the call.
struct Message {
    std::string_view key;  ///< the same message has the same key, however often it is sent
    std::string_view to;   ///< in the channel's own terms; empty where the settings say it
    std::string_view subject, text, html;
    std::string_view language;  ///< BCP 47, may be empty
    std::vector<Attachment> attachments;
    std::string_view event = {};  ///< the CloudEvent that it is about, as JSON; may be empty
};

/// Says that a message was taken; `reference` is the other side's identifier, if there is one.
struct Receipt {
    std::string reference;
};

/// Thrown by send(): not now, but `after` that time it may go.
struct Retry : std::runtime_error {
    Retry(std::chrono::milliseconds after_, const std::string& why) : runtime_error(why), after(after_) {}
    std::chrono::milliseconds after;
};

/// Thrown by send(): the other side refuses this message, and will again.
struct Rejected : std::runtime_error {
    using runtime_error::runtime_error;
};

/// Thrown by send(): the other side refuses this address, whatever is sent there, and will again.
struct Bounced : Rejected {
    using Rejected::Rejected;
};

/// `throw retry(30s, "the disk is full")`: not sent, may work later. The host waits seven days at most.
inline Retry retry(std::chrono::milliseconds after, const std::string& why) { return {after, why}; }
/// `throw rejected("too large")`: not sent and never will be.
inline Rejected rejected(const std::string& why) { return Rejected(why); }
/// `throw bounced("no such mailbox")`: the same of whatever is sent to that address, which is marked for it.
inline Bounced bounced(const std::string& why) { return Bounced(why); }

/// What a channel can take. A channel that defines `static constexpr Limits limits{…}` declares them; 0 means no limit.
struct Limits {
    bool idempotent = false;                 ///< the same key twice has one effect
    bool html = false;                       ///< uses Message::html
    bool attachments = false;                ///< uses Message::attachments
    bool receipts = false;                   ///< gives Receipt::reference
    uint32_t max_subject = 0, max_text = 0;  ///< bytes
    uint32_t max_batch = 0;                  ///< messages a call
    uint32_t max_per_minute = 0;             ///< messages
};

/// A way to reach people. Derive, declare settings as members, define `Receipt send(const Message&)`, and name the
/// class in RAPPORT_CHANNEL. send() returns once the message is taken; throws retry(…), rejected(…) or bounced(…) when
/// it certainly is not; any other exception means that nobody knows. `void probe()`, where defined, checks that sending
/// would work, and sends nothing.
class Channel : public Plugin {
protected:
    using Attachment = rapport::Attachment;
    using Message = rapport::Message;
    using Receipt = rapport::Receipt;
    using Limits = rapport::Limits;

    Channel() = default;
    ~Channel() = default;
};

}  // namespace rapport

#include "rapport/detail/channel_glue.hpp"
