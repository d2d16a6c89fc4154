// SPDX-License-Identifier: MIT
#pragma once

/// For an author's unit tests: the plugin that is linked into the test program, called as the host calls it, without a
/// process in between, so that a debugger and sanitizers reach it. Settings are given as they are: it is the host that
/// checks them against the schema and fetches secrets. A failed call and a failed expectation throw.

#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <sstream>
#include <variant>

#include "rapport/plugin.hpp"

namespace rapport::testing {

/// One fact; std::monostate: not known.
using Value = std::variant<std::monostate, bool, double, Instant, std::string, std::vector<double>>;
using Facts = std::map<std::string, Value>;
using Settings = std::map<std::string, std::variant<bool, double, std::string>>;

struct Scored {
    rapport_status status = RAPPORT_SCORED;
    double value = 0, confidence = 1;
    std::string reason;
    std::map<std::string, double> factors;
};

struct Sent {
    rapport_outcome outcome = RAPPORT_UNKNOWN;
    std::chrono::milliseconds retry_after{};
    std::string reference, reason;
};

struct Failure : std::runtime_error {
    using runtime_error::runtime_error;
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

namespace detail {

using rapport::detail::borrow;
using rapport::detail::view;

/// What a plugin says when it fails.
struct Room {
    char text[1024] = {};
    rapport_error error{sizeof error, sizeof text, 0, text};
    [[noreturn]] void raise() const { throw Failure(std::string(text, error.length)); }
};

/// An instance of the plugin with these settings.
class Instance {
public:
    explicit Instance(const Settings& settings) : entry_(rapport_plugin_entry) {
        std::vector<rapport_setting> items;
        std::vector<const rapport_setting*> list;
        for (const auto& [name, value] : settings) {
            const auto* number = std::get_if<double>(&value);
            const auto* flag = std::get_if<bool>(&value);
            const auto* text = std::get_if<std::string>(&value);
            const double as_number = number ? *number : flag && *flag ? 1 : 0;
            items.push_back({sizeof(rapport_setting), static_cast<uint32_t>(value.index() + 1), borrow(name), as_number,
                             static_cast<int64_t>(as_number), text ? borrow(*text) : rapport_text{}});
        }
        for (const auto& each : items) list.push_back(&each);
        const rapport_settings given{sizeof given, static_cast<uint32_t>(list.size()), list.data(), borrow("{}")};
        Room room;
        self_ = (entry_.rule ? entry_.rule->create : entry_.channel->create)(&host_, &given, &room.error);
        if (!self_) room.raise();
    }
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;
    ~Instance() { (entry_.rule ? entry_.rule->destroy : entry_.channel->destroy)(self_); }

protected:
    static void log(void*, uint32_t, rapport_text line) { std::printf("      log: %.*s\n", int(line.size), line.data); }

    const rapport_plugin& entry_;
    rapport_host host_{
        sizeof host_, RAPPORT_ABI_MAJOR, RAPPORT_ABI_MINOR, nullptr, log, [](void*, rapport_text) -> const void* {
            return nullptr;
        }};
    void* self_ = nullptr;
};

/// One fact as a column of one row.
struct Cell {
    Cell(const rapport_input& input, const Facts& facts) {
        const auto at = facts.find(std::string(view(input.name)));
        const Value value = at == facts.end() ? Value{} : at->second;
        known = value.index() != 0;
        if (const auto* given = std::get_if<bool>(&value)) flag = *given;
        if (const auto* given = std::get_if<double>(&value)) numbers = {*given};
        if (const auto* given = std::get_if<Instant>(&value)) time = given->time_since_epoch().count();
        if (const auto* given = std::get_if<std::string>(&value)) text = *given, offsets[1] = uint32_t(text.size());
        if (const auto* given = std::get_if<std::vector<double>>(&value))
            numbers = *given, offsets[1] = uint32_t(numbers.size());
        constexpr uint32_t types[] = {0, RAPPORT_BOOLEAN, RAPPORT_NUMBER, RAPPORT_TIME, RAPPORT_TEXT, RAPPORT_NUMBERS};
        if (known && types[value.index()] != input.type)
            throw Failure(std::string(view(input.name)) + " is of another type");
        numbers.resize(std::max<std::size_t>(numbers.size(), 1));
        const void* values[] = {nullptr, numbers.data(), &flag, &time, text.data(), numbers.data()};
        column = {sizeof column, input.type, &known, values[input.type], offsets};
    }
    Cell(const Cell&) = delete;
    Cell& operator=(const Cell&) = delete;

    uint8_t known = 0, flag = 0;
    int64_t time = 0;
    std::vector<double> numbers;
    std::string text;
    uint32_t offsets[2] = {0, 0};
    rapport_column column{};
};

}  // namespace detail

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
