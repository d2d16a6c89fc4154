// SPDX-License-Identifier: MIT
#pragma once

/// For an author's unit tests: the plugin that is linked into the test program, called as the host calls it, without a
/// process in between, so that a debugger and sanitizers reach it. Settings are given as they are: it is the host that
/// checks them against the schema and fetches secrets. A failed call and a failed expectation throw.

#include <cmath>
#include <functional>
#include <memory>
#include <sstream>

#include "rapport/detail/testing_glue.hpp"

namespace rapport::testing {

/// What a rule made of one row, as a test looks at it.
struct Scored {
    rapport_status status = RAPPORT_SCORED;
    double value = 0, confidence = 1;
    std::string reason;
    std::map<std::string, double> factors;
};

/// What a channel made of one message, as a test looks at it.
struct Sent {
    rapport_outcome outcome = RAPPORT_UNKNOWN;
    std::chrono::milliseconds retry_after{};
    std::string reference, reason;
};

/// Fails the test, naming the line.
inline void expect(bool holds, const std::string& what = "what was expected", const char* file = __builtin_FILE(),
                   int line = __builtin_LINE()) {
    if (!holds) throw Failure(std::string(file) + ":" + std::to_string(line) + ": not so: " + what);
}

/// Numbers may differ by rounding.
template <class A, class B>
void expect_equal(const A& got, const B& wanted, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    bool equal = false;
    if constexpr (std::is_floating_point_v<A>)
        equal = std::abs(got - wanted) <= 1e-9 * std::max(1.0, std::abs(double(wanted)));
    else equal = got == wanted;
    if (equal) return;
    std::ostringstream words;
    words << got << " equals " << wanted;
    expect(false, words.str(), file, line);
}

/// One test of a plugin's.
struct Case {
    const char* name;
    std::function<void()> body;
};

/// Runs each case, prints those that fail, and answers main()'s exit code.
inline int run(std::initializer_list<Case> cases) {
    int failed = 0;
    for (const auto& each : cases) {
        try {
            each.body();
            std::printf("ok    %s\n", each.name);
        } catch (const std::exception& error) {
            std::printf("FAIL  %s\n      %s\n", each.name, error.what());
            ++failed;
        }
    }
    std::printf("%d of %d failed\n", failed, static_cast<int>(cases.size()));
    return failed == 0 ? 0 : 1;
}

/// The rule that is linked in.
class RuleUnderTest : detail::Instance {
public:
    explicit RuleUnderTest(const Settings& settings = {}) : Instance(settings) {
        detail::Room room;
        about_ = entry_.rule->describe(&room.error);
        if (!about_) room.raise();
    }

    Scored score(const Facts& facts, Instant now = {}) const {
        std::vector<std::unique_ptr<detail::Cell>> cells;
        std::vector<const rapport_column*> columns;
        for (uint32_t i = 0; i < about_->input_count; ++i) {
            cells.push_back(std::make_unique<detail::Cell>(*about_->inputs[i], facts));
            columns.push_back(&cells.back()->column);
        }
        const rapport_batch batch{sizeof batch, 1, about_->input_count, columns.data(), now.time_since_epoch().count()};
        Scored out;
        uint8_t status = RAPPORT_SCORED;
        std::vector<double> contributions(about_->factor_count + 1);
        rapport_text reason{};
        rapport_scores scores{sizeof scores, 0, &out.value, &out.confidence, &status, contributions.data(), &reason};
        detail::Room room;
        if (entry_.rule->score(self_, &batch, &scores, &room.error) != 0) room.raise();
        out.status = static_cast<rapport_status>(status);
        out.reason = detail::view(reason);
        for (uint32_t f = 0; f < about_->factor_count; ++f)
            out.factors[std::string(detail::view(about_->factors[f]->name))] = contributions[f];
        return out;
    }

private:
    const rapport_rule_description* about_ = nullptr;
};

/// The channel that is linked in.
class ChannelUnderTest : detail::Instance {
public:
    explicit ChannelUnderTest(const Settings& settings = {}) : Instance(settings) {}

    void probe() const {
        detail::Room room;
        if (entry_.channel->probe(self_, &room.error) != 0) room.raise();
    }

    Sent send(const Message& message) const {
        using detail::borrow;
        const rapport_message given{sizeof given,
                                    0,
                                    nullptr,
                                    borrow(message.key),
                                    borrow(message.to),
                                    borrow(message.subject),
                                    borrow(message.text),
                                    borrow(message.html),
                                    borrow(message.language)};
        const rapport_message* messages[] = {&given};
        rapport_receipt receipt{sizeof receipt, RAPPORT_UNKNOWN, 0, {}, {}};
        rapport_receipt* receipts[] = {&receipt};
        detail::Room room;
        if (entry_.channel->send(self_, messages, 1, receipts, &room.error) != 0) room.raise();
        return {static_cast<rapport_outcome>(receipt.outcome), std::chrono::milliseconds(receipt.retry_after_ms),
                std::string(detail::view(receipt.reference)), std::string(detail::view(receipt.reason))};
    }
};

}  // namespace rapport::testing
