// SPDX-License-Identifier: MIT
#pragma once
#include "services/notifier/letter.hpp"

namespace rapport::notifier {

struct NoticeTag;
using NoticeId = Id<NoticeTag>;

/// How far a notice is.
enum class State {
    waiting,  ///< who it goes to is not known yet
    queued,   ///< to be sent, or sent again
    sent,     ///< the channel took it
    failed,   ///< certainly not sent: refused, or given up
    unknown,  ///< nobody knows whether it was sent
    skipped,  ///< nobody to send it to, or no way
};
constexpr auto names_of(State) {
    return std::array{"waiting"sv, "queued"sv, "sent"sv, "failed"sv, "unknown"sv, "skipped"sv};
}

/// What a channel made of a message.
enum class Outcome { ok, retry, rejected, unknown, bounced };
constexpr auto names_of(Outcome) { return std::array{"ok"sv, "retry"sv, "rejected"sv, "unknown"sv, "bounced"sv}; }
/// What a channel, or a host in its place, says of one try to send.
struct Receipt {
    Outcome outcome = Outcome::unknown;
    std::string reason, reference;
    std::int64_t retry_after_ms = 0;
    bool idempotent = false;
    bool held = false;
    bool answered = false;
    std::optional<std::string> trouble = {};
    std::optional<std::string> barred = {};

    static constexpr auto fields = describe(
        Field{"outcome", &Receipt::outcome, "what became of it"}, Field{"reason", &Receipt::reason, "why"},
        Field{"reference", &Receipt::reference, "the other side's identifier"},
        Field{"retry_after_ms", &Receipt::retry_after_ms, "not before that many milliseconds"},
        Field{"idempotent", &Receipt::idempotent, "whether the channel takes the same key twice for one message"},
        Field{"held", &Receipt::held, "the channel was not asked: others come first", defaulted},
        Field{"answered", &Receipt::answered, "the channel itself says so", defaulted},
        Field{"trouble", &Receipt::trouble, "why the channel is to be paused: told once for each time it failed"},
        Field{"barred", &Receipt::barred, "the channel was not asked: why nothing is to be sent to that address"});
};

/// What one recipient is told because of one event by one rule, and what became of it.
struct Notice {
    NoticeId id;
    std::int64_t version = 0;
    State state = State::waiting;
    std::optional<std::string> reason;
    Uuid event;
    std::string event_type, subject;
    RuleId rule;
    std::string rule_name;
    Recipient recipient = Recipient::complainant;
    std::string person;
    std::string channel;
    Urgency urgency = Urgency::normal;
    std::optional<std::string> name, address, language, title, text;
    std::int64_t attempts = 0;
    Instant created_at;
    std::optional<Instant> next_attempt_at, settled_at;
    std::optional<std::string> reference;
    std::vector<Uuid> parties = {};

    static constexpr auto fields = describe(
        Field{"id", &Notice::id, "unique; the channel's idempotency key"},
        Field{"version", &Notice::version, "counts its changes"},
        Field{"state", &Notice::state, "where it is on its way; failed are the dead letters", filter},
        Field{"reason", &Notice::reason, "why it is there: not sent, because …"},
        Field{"event", &Notice::event, "the event that caused it", filter},
        Field{"event_type", &Notice::event_type, "what happened"},
        Field{"subject", &Notice::subject, "to which entity, by its id", filter},
        Field{"rule", &Notice::rule, "which rule said so", filter}, Field{"rule_name", &Notice::rule_name, "its name"},
        Field{"recipient", &Notice::recipient, "who, in terms of the event", filter},
        Field{"person", &Notice::person,
              "which of several: the id of a user, contact or party, or the place in a list; empty where there is one",
              defaulted},
        Field{"channel", &Notice::channel, "through which channel", filter},
        Field{"urgency", &Notice::urgency, "how soon it should be read"},
        Field{"name", &Notice::name, "what the recipient is called", personal, searched},
        Field{"address", &Notice::address, "where to, in the channel's terms", personal, filter, searched},
        Field{"language", &Notice::language, "of the text"},
        Field{"title", &Notice::title, "the message's subject line", personal, searched},
        Field{"text", &Notice::text, "the message", personal},
        Field{"attempts", &Notice::attempts, "how often it was given to the channel"},
        Field{"created_at", &Notice::created_at, "when the event was handled"},
        Field{"next_attempt_at", &Notice::next_attempt_at, "when it is tried again"},
        Field{"settled_at", &Notice::settled_at, "when its fate was known"},
        Field{"reference", &Notice::reference, "the other side's identifier"},
        Field{"parties", &Notice::parties, "the parties that the event concerns: whoever sees one of them sees it",
              defaulted, filter});
};

/// How long a notice waits to learn who it goes to, and how often it is tried.
struct Patience {
    Millis lookup = std::chrono::seconds(30);
    std::int64_t attempts = 10;
};

/// What an event has that rule do for one recipient, yet to be addressed.
Notice notice_of(const Rule& rule, const Recipient& recipient, const Uuid& event, const std::string& event_type,
                 const std::string& subject);
/// Ready to be sent.
Notice addressed(Notice notice, const Addressee& to, Letter letter);
/// Waiting, to be looked at again at next_attempt_at, or skipped: it cannot be addressed now.
Notice unaddressed(Notice notice, const Unreachable& why, const Patience& patience, Instant now);
/// Not to be sent at all.
Notice skipped(Notice notice, std::string why, Instant now);
/// After an attempt: sent, failed or unknown, or queued again for next_attempt_at. What may have been sent is sent
/// again only where the channel is idempotent.
Notice attempted(Notice notice, const Receipt& receipt, const Patience& patience, Instant now);
/// Taken up once more by an operator. failed_precondition unless it failed, was skipped or is unknown.
Notice taken_up(Notice notice);

/// What the world is told of a notice: nothing personal.
struct Fate {
    NoticeId notice;
    State state = State::waiting;
    std::optional<std::string> reason;
    Uuid event;
    std::string subject;
    RuleId rule;
    Recipient recipient = Recipient::complainant;
    std::string channel;
    std::int64_t attempts = 0;

    static constexpr auto fields = describe(
        Field{"notice", &Fate::notice, "which notice"}, Field{"state", &Fate::state, "what became of it"},
        Field{"reason", &Fate::reason, "why"}, Field{"event", &Fate::event, "the event that caused it"},
        Field{"subject", &Fate::subject, "to which entity it happened"}, Field{"rule", &Fate::rule, "which rule"},
        Field{"recipient", &Fate::recipient, "who, in terms of the event"},
        Field{"channel", &Fate::channel, "through which channel"},
        Field{"attempts", &Fate::attempts, "how often it was given to the channel"});
};
Fate fate_of(const Notice& notice);

}  // namespace rapport::notifier
