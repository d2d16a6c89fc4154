// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <forward_list>
#include <optional>
#include <span>

#include "rapport/setting.hpp"

namespace rapport {

/// Milliseconds since the epoch, UTC.
using Instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;

// What an Input can be. Numbers, booleans and times read as optional; texts and lists read as empty where they are
// absent.

/// An input that is a number.
struct Number {
    static constexpr uint32_t type = RAPPORT_NUMBER;
    using View = std::optional<double>;
    static View read(const rapport_column& c, uint32_t row) { return static_cast<const double*>(c.values)[row]; }
};

/// An input that is true or false.
struct Boolean {
    static constexpr uint32_t type = RAPPORT_BOOLEAN;
    using View = std::optional<bool>;
    static View read(const rapport_column& c, uint32_t row) { return static_cast<const uint8_t*>(c.values)[row] != 0; }
};

/// An input that is an instant.
struct Time {
    static constexpr uint32_t type = RAPPORT_TIME;
    using View = std::optional<Instant>;
    static View read(const rapport_column& c, uint32_t row) {
        return Instant{std::chrono::milliseconds{static_cast<const int64_t*>(c.values)[row]}};
    }
};

/// An input that is UTF-8 text; empty where it is absent.
struct Text {
    static constexpr uint32_t type = RAPPORT_TEXT;
    using View = std::string_view;
    static View read(const rapport_column& c, uint32_t row) {
        return {static_cast<const char*>(c.values) + c.offsets[row], c.offsets[row + 1] - c.offsets[row]};
    }
};

/// An input that is a list of numbers; empty where it is absent.
struct Numbers {
    static constexpr uint32_t type = RAPPORT_NUMBERS;
    using View = std::span<const double>;
    static View read(const rapport_column& c, uint32_t row) {
        return {static_cast<const double*>(c.values) + c.offsets[row], c.offsets[row + 1] - c.offsets[row]};
    }
};

/// A scoring rule. Derive, declare inputs, settings and factors as members, define `void score(Row& row) const`, and
/// name the class in RAPPORT_RULE. A score depends on the row, the settings and row.now() alone.
class Rule : public Plugin {
public:
    class Row;

    /// An input as the rule's description has it; `type` is a rapport_input_type.
    struct Declared {
        const char* name;
        const char* doc;
        uint32_t type;
    };

    /// A fact the rule reads, by its stable name. Names and docs are string literals.
    template <class T>
    class Input {
    public:
        Input(Rule* rule, const char* name, const char* doc) : index_(rule->inputs_.size()) {
            rule->inputs_.push_back({name, doc, T::type});
        }

    private:
        friend class Row;
        std::size_t index_;
    };

    /// A named part of the value.
    class Factor {
    public:
        Factor(Rule* rule, const char* name, const char* doc = "") : index_(rule->factors_.size()) {
            rule->factors_.push_back({name, doc, 0});
        }

    private:
        friend class Row;
        std::size_t index_;
    };

    const std::vector<Declared>& declared_inputs() const { return inputs_; }
    const std::vector<Declared>& declared_factors() const { return factors_; }

protected:
    Rule() = default;
    ~Rule() = default;

private:
    std::vector<Declared> inputs_, factors_;
};

/// One row while it is scored. Its value is the sum of its factors, unless value() says another.
class Rule::Row {
public:
    Row(const rapport_batch& in, rapport_scores& out, std::forward_list<std::string>& texts, uint32_t row,
        uint32_t factors)
        : in_(in), out_(out), texts_(texts), row_(row), factors_(factors) {}

    /// What this row has for an input.
    template <class T>
    typename T::View operator[](const Input<T>& input) const {
        return has(input) ? T::read(*in_.columns[input.index_], row_) : typename T::View{};
    }
    template <class T>
    bool has(const Input<T>& input) const {
        const auto* valid = in_.columns[input.index_]->valid;
        return !valid || valid[row_];
    }
    /// A factor's contribution, 0 until it is set.
    double& operator[](const Factor& factor) { return out_.contributions[factor.index_ * in_.rows + row_]; }

    /// The instant that counts as now: a rule never reads a clock.
    Instant now() const { return Instant{std::chrono::milliseconds{in_.now}}; }
    /// Sets the value of a rule without factors.
    void value(double value) { out_.values[row_] = value, explicit_ = true; }
    /// How sure the rule is, 0 to 1.
    void confidence(double confidence) { out_.confidences[row_] = confidence; }
    /// Says in a line how the value came about.
    void reason(std::string_view why);
    /// This row cannot be scored, and why.
    void none(std::string_view why) { end(RAPPORT_NO_SCORE, why); }
    /// This row failed, and why: what a throw from score() does.
    void fail(std::string_view why) { end(RAPPORT_FAILED, why); }
    /// Adds the factors up. Called after score().
    void finish();

private:
    void end(rapport_status status, std::string_view why) {
        out_.statuses[row_] = static_cast<uint8_t>(status), reason(why);
    }

    const rapport_batch& in_;
    rapport_scores& out_;
    std::forward_list<std::string>& texts_;
    uint32_t row_, factors_;
    bool explicit_ = false;
};

inline void Rule::Row::reason(std::string_view why) {
    if (texts_.empty() || texts_.front() != why) texts_.emplace_front(why);
    out_.reasons[row_] = detail::borrow(texts_.front());
}

inline void Rule::Row::finish() {
    if (explicit_ || out_.statuses[row_] != RAPPORT_SCORED) return;
    double sum = 0;
    for (std::size_t f = 0; f < factors_; ++f) sum += out_.contributions[f * in_.rows + row_];
    out_.values[row_] = sum;
}

}  // namespace rapport

#include "rapport/detail/rule_glue.hpp"
