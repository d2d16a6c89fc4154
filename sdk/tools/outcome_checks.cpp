// SPDX-License-Identifier: MIT
// Of a channel whose settings name a recording server: what it makes of answers, of silence, and of nobody there.
#include <algorithm>

#include "sdk/tools/trial.hpp"

namespace rapport::sdk::tools {
namespace {

struct Situation {
    const char* http;  ///< the test's name
    const char* smtp;
    Manner manner;
    std::vector<Outcome> right;
    std::vector<Outcome> right_if_idempotent;
    const char* advice;
};

constexpr auto ok = Outcome::ok, retry = Outcome::retry, rejected = Outcome::rejected, unknown = Outcome::unknown,
               bounced = Outcome::bounced;
constexpr const char* is_taken = "what the other side takes is ok: return a Receipt";
constexpr const char* trouble =
    "it may be taken later, or was taken before the trouble: throw retry(…) where it certainly was not, else let it be "
    "unknown (any other exception)";
constexpr const char* nobody_knows =
    "the message had gone out, and nobody knows what became of it: let it be unknown (any exception but retry, "
    "rejected "
    "and bounced); retry is right only where a second one has no effect (Limits::idempotent)";
constexpr const char* not_sent = "nothing was sent, and later may work: throw retry(…)";

const std::vector<Situation>& situations() {
    static const std::vector<Situation> all = {
        {"answers 200", "answers 250", Manner::takes, {ok}, {ok}, is_taken},
        {"answers 400",
         "answers 550",
         Manner::refuses,
         {rejected, bounced},
         {rejected, bounced},
         "the other side refuses this message, and always will: throw rejected(…), or bounced(…) where nothing can be "
         "sent to that address"},
        {"answers 429",
         "answers 451",
         Manner::is_busy,
         {retry},
         {retry},
         "the other side wants it later: throw retry(pause, …)"},
        {"answers 503", "answers 421", Manner::is_away, {retry, unknown}, {retry, unknown}, trouble},
        {"answers 500", "451 to a letter", Manner::fails, {retry, unknown}, {retry, unknown}, trouble},
        {"answers late", "answers late", Manner::is_slow, {ok}, {ok}, is_taken},
        {"hangs up", "hangs up", Manner::drops, {unknown}, {unknown, retry}, nobody_knows},
        {"never answers", "never answers", Manner::is_silent, {unknown}, {unknown, retry}, nobody_knows},
    };
    return all;
}

std::string told(const Receipt& receipt) {
    std::string out(to_string(receipt.outcome));
    if (receipt.retry_after.count() > 0) out += " after " + std::to_string(receipt.retry_after.count()) + " ms";
    if (!receipt.reference.empty()) out += ", its reference is " + receipt.reference;
    if (!receipt.reason.empty()) out += ": " + receipt.reason;
    return out;
}

class OutcomeChecks {
public:
    explicit OutcomeChecks(Trial& trial) : trial_(trial) {}

    std::string in(const Situation& situation) {
        trial_.recorders.behave(situation.manner);
        auto channel = trial_.start();
        const bool idempotent = channel.description().idempotent;
        const auto receipt = send(channel, situation.manner == Manner::is_silent);
        const auto arrived = trial_.recorders.take().size();
        judge(receipt, idempotent ? situation.right_if_idempotent : situation.right, situation.advice);
        if (situation.manner == Manner::takes) taken(channel, receipt, arrived);
        if (situation.manner == Manner::is_slow && arrived != at_once_)
            throw Fault("sends the message again while the other side takes its time: " + std::to_string(arrived) +
                        " arrived, not " + std::to_string(at_once_));
        if (situation.manner == Manner::is_busy && trial_.recorders.speak_http() &&
            receipt.retry_after < std::chrono::seconds(retry_after_s))
            throw Fault("would try again after " + std::to_string(receipt.retry_after.count()) +
                        " ms, though the answer says Retry-After: " + std::to_string(retry_after_s) +
                        "; hand it on: throw retry(response.retry_after, …), as expect_taken() does");
        return told(receipt);
    }

    std::string where_nobody_listens() {
        auto channel = trial_.start_deaf();
        const bool idempotent = channel.description().idempotent;
        const auto receipt = send(channel, false);
        judge(receipt, idempotent ? std::vector{retry, unknown} : std::vector{retry}, not_sent);
        return told(receipt);
    }

private:
    Receipt send(ChannelPlugin& through, bool may_hang) {
        const auto receipt = trial_.send(through, trial_.message("rapport-check-" + std::to_string(++count_)));
        if (!lost_its_process(receipt)) return receipt;
        if (may_hang)
            throw Fault("waits longer than the check's deadline of " + std::to_string(trial_.options.deadline.count()) +
                        " ms, and had to be ended: give it a shorter timeout, or the check a longer --deadline");
        throw FatalFault("the message is lost: " + receipt.reason);
    }

    static void judge(const Receipt& receipt, const std::vector<Outcome>& right, const char* advice) {
        if (std::ranges::find(right, receipt.outcome) == right.end())
            throw Fault("makes it " + told(receipt) + "; " + advice);
    }

    void taken(const ChannelPlugin& channel, const Receipt& receipt, std::size_t arrived) {
        if (arrived == 0)
            throw Fault("says that the message was taken, but nothing arrived at the server that its settings name");
        if (channel.description().receipts && receipt.reference.empty())
            throw Fault(
                "says that it gives receipts (Limits::receipts), but gives no reference; if it takes that from "
                "the answer, give the check such an answer with --answer");
        at_once_ = arrived;
    }

    Trial& trial_;
    std::size_t at_once_ = 1;  // that arrive for one message
    int count_ = 0;
};

}  // namespace

void check_outcomes(Checker& checker, Trial& trial) {
    if (!trial.options.send_to) return;
    if (!trial.recorders.any()) {
        checker.test("outcomes", []() -> std::string {
            throw Skip(
                "what it makes of answers cannot be seen: let --settings name a server that answers as it is "
                "told, {http} or {smtp_host} and {smtp_port}");
        });
        return;
    }
    OutcomeChecks checks(trial);
    for (const auto& each : situations())
        checker.test(trial.recorders.speak_http() ? each.http : each.smtp, [&] { return checks.in(each); });
    trial.recorders.behave(Manner::takes);
    checker.test("nobody listens", [&] { return checks.where_nobody_listens(); });
}

}  // namespace rapport::sdk::tools
