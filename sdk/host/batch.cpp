// SPDX-License-Identifier: MIT
#include "sdk/host/batch.hpp"

#include <limits>

#include "sdk/host/error.hpp"

namespace rapport::sdk {
namespace {

InputType type_of(const Value& value) {
    constexpr InputType types[] = {InputType::number, InputType::boolean, InputType::number,
                                   InputType::time,   InputType::text,    InputType::numbers};
    return types[value.index()];
}

bool variable(InputType type) { return type == InputType::text || type == InputType::numbers; }

}  // namespace

std::string_view to_string(InputType type) {
    switch (type) {
        case InputType::number:
            return "number";
        case InputType::boolean:
            return "boolean";
        case InputType::time:
            return "time";
        case InputType::text:
            return "text";
        case InputType::numbers:
            return "numbers";
    }
    return "unknown";
}

Column::Column(InputType type) : type_(type) {
    if (variable(type)) offsets_.push_back(0);
}

void Column::expect(InputType type) const {
    if (type != type_)
        throw PluginError(PluginError::Kind::input, "a column of " + std::string(to_string(type_)) + " was given a " +
                                                        std::string(to_string(type)));
}

void Column::end_variable(std::size_t size) {
    if (size > std::numeric_limits<std::uint32_t>::max())
        throw PluginError(PluginError::Kind::input, "a column holds at most 4 GiB: score in smaller batches");
    offsets_.push_back(static_cast<std::uint32_t>(size));
}

void Column::add(bool value) {
    expect(InputType::boolean);
    booleans_.push_back(value);
    valid_.push_back(1);
}

void Column::add(double value) {
    expect(InputType::number);
    numbers_.push_back(value);
    valid_.push_back(1);
}

void Column::add(Instant value) {
    expect(InputType::time);
    times_.push_back(value.time_since_epoch().count());
    valid_.push_back(1);
}

void Column::add(std::string_view value) {
    expect(InputType::text);
    end_variable(text_.size() + value.size());
    text_ += value;
    valid_.push_back(1);
}

void Column::add(std::span<const double> value) {
    expect(InputType::numbers);
    end_variable(numbers_.size() + value.size());
    numbers_.insert(numbers_.end(), value.begin(), value.end());
    valid_.push_back(1);
}

void Column::skip() {
    switch (type_) {
        case InputType::number:
            numbers_.push_back(0);
            break;
        case InputType::boolean:
            booleans_.push_back(0);
            break;
        case InputType::time:
            times_.push_back(0);
            break;
        case InputType::text:
        case InputType::numbers:
            offsets_.push_back(offsets_.back());
            break;
    }
    valid_.push_back(0);
    partial_ = true;
}

void Column::add_value(const Value& value) {
    switch (value.index()) {
        case 0:
            return skip();
        case 1:
            return add(std::get<bool>(value));
        case 2:
            return add(std::get<double>(value));
        case 3:
            return add(std::get<Instant>(value));
        case 4:
            return add(std::string_view(std::get<std::string>(value)));
        default:
            return add(std::span<const double>(std::get<std::vector<double>>(value)));
    }
}

void Batch::add_row(std::span<const std::pair<std::string_view, Value>> facts) {
    for (const auto& [name, value] : facts) {
        if (std::holds_alternative<std::monostate>(value))
            continue;  // its type is not known yet; the padding below covers it
        auto& into = column(name, type_of(value));
        while (into.rows() < added_) into.skip();
        if (into.rows() > added_)
            throw PluginError(PluginError::Kind::input, std::string(name) + " is given twice in one row");
        into.add_value(value);
    }
    ++added_;
    for (auto& [name, each] : columns_)
        while (each.rows() < added_) each.skip();
}

Column& Batch::column(std::string_view name, InputType type) {
    auto at = columns_.find(name);
    if (at == columns_.end()) at = columns_.emplace(name, Column(type)).first;
    if (at->second.type() != type)
        throw PluginError(PluginError::Kind::input, std::string(name) + " is given both as " +
                                                        std::string(to_string(at->second.type())) + " and as " +
                                                        std::string(to_string(type)));
    return at->second;
}

const Column* Batch::find(std::string_view name) const {
    const auto at = columns_.find(name);
    return at == columns_.end() ? nullptr : &at->second;
}

std::size_t Batch::rows() const {
    std::size_t rows = added_;
    for (const auto& [name, each] : columns_) {
        if (rows == 0) rows = each.rows();
        if (each.rows() != rows)
            throw PluginError(PluginError::Kind::input,
                              name + " has " + std::to_string(each.rows()) + " rows, others " + std::to_string(rows));
    }
    return rows;
}

}  // namespace rapport::sdk
