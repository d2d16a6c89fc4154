// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace rapport::sdk {

using Instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;

/// What an input can be; the numbers are those of the ABI.
enum class InputType : std::uint32_t { number = 1, boolean = 2, time = 3, text = 4, numbers = 5 };

std::string_view to_string(InputType type);

/// One named fact of one row. std::monostate: not known.
using Value = std::variant<std::monostate, bool, double, Instant, std::string, std::vector<double>>;

/// The values of one input, row after row. Filled by add() and skip(), each of which makes one row.
class Column {
public:
    explicit Column(InputType type);

    void add(bool value);
    void add(double value);
    void add(Instant value);
    void add(std::string_view value);
    void add(const char* value) { add(std::string_view(value)); }
    void add(std::span<const double> value);
    /// A row whose value is not known.
    void skip();
    void add_value(const Value& value);

    InputType type() const { return type_; }
    std::size_t rows() const { return valid_.size(); }
    /// Whether some row is not known.
    bool partial() const { return partial_; }

    std::span<const std::uint8_t> valid() const { return valid_; }
    std::span<const double> numbers() const { return numbers_; }
    std::span<const std::uint8_t> booleans() const { return booleans_; }
    std::span<const std::int64_t> times() const { return times_; }
    std::string_view text() const { return text_; }
    /// Of texts and lists: rows() + 1 of them.
    std::span<const std::uint32_t> offsets() const { return offsets_; }

private:
    void expect(InputType type) const;
    void end_variable(std::size_t size);

    InputType type_;
    bool partial_ = false;
    std::vector<std::uint8_t> valid_, booleans_;
    std::vector<double> numbers_;
    std::vector<std::int64_t> times_;
    std::vector<std::uint32_t> offsets_;
    std::string text_;
};

/// Rows of named facts to score, and the instant that counts as now. A rule takes the columns it declares by name; what
/// it does not declare is ignored, what is not offered is not known. Fill it row by row or column by column, not both.
class Batch {
public:
    explicit Batch(Instant now) : now_(now) {}

    /// One row of named values. A name first seen here was not known in earlier rows; one left out is not known in
    /// this.
    void add_row(std::span<const std::pair<std::string_view, Value>> facts);
    void add_row(std::initializer_list<std::pair<std::string_view, Value>> facts) {
        add_row(std::span(facts.begin(), facts.size()));
    }

    /// The column of that name, made if there is none. PluginError::input where it exists with another type.
    Column& column(std::string_view name, InputType type);

    const Column* find(std::string_view name) const;
    Instant now() const { return now_; }
    /// PluginError::input where columns differ in length.
    std::size_t rows() const;

private:
    Instant now_;
    std::size_t added_ = 0;
    std::map<std::string, Column, std::less<>> columns_;
};

}  // namespace rapport::sdk
