// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <limits>
#include <type_traits>

#include "rapport/detail/plugin_base.hpp"

namespace rapport {
namespace detail {

template <class T>
concept Integer = std::is_integral_v<T> && !std::is_same_v<T, bool>;

template <class T>
concept Settable = std::is_same_v<T, bool> || Integer<T> || std::is_same_v<T, double> || std::is_same_v<T, std::string>;

/// What bounds a setting: its value, or its length where it is text.
template <class T>
using Bound = std::conditional_t<std::is_same_v<T, std::string>, std::size_t, T>;

inline std::string json(bool value) { return value ? "true" : "false"; }
inline std::string json(const std::string& value) { return quoted(value); }
template <Integer T>
std::string json(T value) {
    return std::to_string(value);
}
inline std::string json(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.17g", value);
    for (char& c : text)
        if (c == ',') c = '.';
    return text;
}

}  // namespace detail

/// A value the operator may set: bool, an integer, double or std::string, declared as a member of the plugin and read
/// like a plain value. The host refuses unknown names, wrong types and values outside the bounds (for text: its length
/// in characters).
template <class T>
class Setting final : detail::SettingBase {
    static_assert(detail::Settable<T>, "a setting is a bool, an integer, a double or a std::string");
    using Limits = std::numeric_limits<detail::Bound<T>>;

public:
    Setting(Plugin* owner, std::string name, T fallback, std::string doc, detail::Bound<T> lowest = Limits::lowest(),
            detail::Bound<T> highest = Limits::max())
        : Setting(owner, std::move(name), std::move(fallback), std::move(doc), lowest, highest, false) {}

    /// Without a default: the operator must give it.
    Setting(Plugin* owner, std::string name, Required, std::string doc, detail::Bound<T> lowest = Limits::lowest(),
            detail::Bound<T> highest = Limits::max())
        : Setting(owner, std::move(name), T{}, std::move(doc), lowest, highest, true) {}

    operator const T&() const { return value_; }
    const T& operator*() const { return value_; }
    const T* operator->() const { return &value_; }

private:
    Setting(Plugin* owner, std::string name, T value, std::string doc, detail::Bound<T> lowest,
            detail::Bound<T> highest, bool needed)
        : SettingBase(std::move(name), std::move(doc), needed),
          value_(std::move(value)),
          lowest_(lowest),
          highest_(highest) {
        owner->declare(this);
    }

    std::string schema() const override {
        std::string out = ",\"type\":";
        if constexpr (std::is_same_v<T, bool>) out += "\"boolean\"";
        else if constexpr (std::is_same_v<T, std::string>) out += "\"string\"" + bounds("minLength", "maxLength");
        else out += (detail::Integer<T> ? "\"integer\"" : "\"number\"") + bounds("minimum", "maximum");
        return required() ? out : out + ",\"default\":" + detail::json(value_);
    }

    std::string bounds(const std::string& low, const std::string& high) const {
        constexpr bool unbounded_matters = detail::Integer<T>;  // an int must be refused what does not fit it
        std::string out;
        if (unbounded_matters || lowest_ != Limits::lowest()) out += ",\"" + low + "\":" + detail::json(lowest_);
        if (unbounded_matters || highest_ != Limits::max()) out += ",\"" + high + "\":" + detail::json(highest_);
        return out;
    }

    void set(const rapport_setting& given) override {
        if constexpr (std::is_same_v<T, bool>) value_ = given.integer != 0;
        else if constexpr (std::is_same_v<T, std::string>) value_ = detail::view(given.text);
        else if constexpr (std::is_same_v<T, double>) value_ = given.number;
        else value_ = static_cast<T>(given.integer);
    }

    T value_;
    detail::Bound<T> lowest_, highest_;
};

}  // namespace rapport
