// SPDX-License-Identifier: MIT
#include "services/notifier/notice.hpp"

#include <algorithm>

#include "bus/base/error.hpp"

namespace rapport::notifier {
namespace {

/// 5 s, 15 s, 45 s … up to an hour, each up to a fifth longer by chance of its id, so that a channel that comes back is
/// not met by all at once.
Millis pause_after(std::int64_t attempts, const Uuid& id) {
    std::int64_t pause = 5'000;
    for (std::int64_t i = 1; i < attempts && pause < 3'600'000; ++i) pause *= 3;
    pause = std::min<std::int64_t>(pause, 3'600'000);
    return Millis(pause + pause * id.bytes.back() / (5 * 256));
}

Notice settled(Notice notice, State state, std::optional<std::string> reason, Instant now) {
    notice.state = state;
    notice.reason = std::move(reason);
    notice.next_attempt_at.reset();
    notice.settled_at = now;
    return notice;
}

std::string given_up(std::int64_t attempts, const std::string& reason) {
    return "given up after " + std::to_string(attempts) + " attempts: " + reason;
}

}  // namespace

Notice notice_of(const Rule& rule, const Recipient& recipient, const Uuid& event, const std::string& event_type,
                 const std::string& subject) {
    return {.event = event,
            .event_type = event_type,
            .subject = subject,
            .rule = rule.id,
            .rule_name = rule.name,
            .recipient = recipient,
            .urgency = rule.urgency};
}

Notice addressed(Notice notice, const Addressee& to, Letter letter) {
    notice.state = State::queued;
    notice.reason.reset();
    notice.next_attempt_at.reset();
    notice.settled_at.reset();
    notice.name = to.name;
    notice.address = to.address;
    notice.language = std::move(letter.language);
    notice.title = std::move(letter.subject);
    notice.text = std::move(letter.text);
    return notice;
}

Notice unaddressed(Notice notice, const Unreachable& why, const Patience& patience, Instant now) {
    const Millis age = now - notice.created_at;
    if (!why.may_change || age >= patience.lookup) return skipped(std::move(notice), why.reason, now);
    notice.state = State::waiting;
    notice.reason = why.reason;
    notice.next_attempt_at = now + std::max(age, Millis(1'000));  // after 1 s, 2 s, 4 s …
    return notice;
}

Notice skipped(Notice notice, std::string why, Instant now) {
    return settled(std::move(notice), State::skipped, std::move(why), now);
}

Notice attempted(Notice notice, const Receipt& receipt, const Patience& patience, Instant now) {
    if (receipt.held) {  // no attempt at all
        notice.reason = receipt.reason;
        notice.next_attempt_at = now + Millis(receipt.retry_after_ms);
        return notice;
    }
    ++notice.attempts;
    switch (receipt.outcome) {
        case Outcome::ok:
            if (!receipt.reference.empty()) notice.reference = receipt.reference;
            return settled(std::move(notice), State::sent, {}, now);
        case Outcome::rejected:
        case Outcome::bounced:
            return settled(std::move(notice), State::failed, receipt.reason, now);
        case Outcome::unknown:
            if (!receipt.idempotent) return settled(std::move(notice), State::unknown, receipt.reason, now);
            [[fallthrough]];
        case Outcome::retry:
            break;
    }
    if (notice.attempts >= patience.attempts) {
        const State state = receipt.outcome == Outcome::unknown ? State::unknown : State::failed;
        std::string reason = given_up(notice.attempts, receipt.reason);
        return settled(std::move(notice), state, std::move(reason), now);
    }
    notice.reason = receipt.reason;
    notice.next_attempt_at = now + std::max(Millis(receipt.retry_after_ms), pause_after(notice.attempts, notice.id));
    return notice;
}

Notice taken_up(Notice notice) {
    if (notice.state != State::failed && notice.state != State::unknown && notice.state != State::skipped)
        throw Error(Code::failed_precondition, "a notice that is " + std::string(name_of(notice.state)) +
                                                   " is not sent again; one that failed, was skipped or is unknown is");
    notice.state = State::queued;
    notice.attempts = 0;
    notice.reason.reset();
    notice.settled_at.reset();
    return notice;
}

Fate fate_of(const Notice& notice) {
    return {.notice = notice.id,
            .state = notice.state,
            .reason = notice.reason,
            .event = notice.event,
            .subject = notice.subject,
            .rule = notice.rule,
            .recipient = notice.recipient,
            .channel = notice.channel,
            .attempts = notice.attempts};
}

}  // namespace rapport::notifier
