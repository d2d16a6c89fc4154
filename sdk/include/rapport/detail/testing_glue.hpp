// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <map>
#include <stdexcept>
#include <variant>

#include "rapport/plugin.hpp"

namespace rapport::testing {

/// One fact; std::monostate: not known.
using Value = std::variant<std::monostate, bool, double, Instant, std::string, std::vector<double>>;
using Facts = std::map<std::string, Value>;
using Settings = std::map<std::string, std::variant<bool, double, std::string>>;

/// What was expected does not hold, or a call failed.
struct Failure : std::runtime_error {
    using runtime_error::runtime_error;
};

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

}  // namespace rapport::testing
