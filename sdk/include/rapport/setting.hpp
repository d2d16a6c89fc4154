// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <limits>
#include <type_traits>

#include "rapport/detail/plugin_base.hpp"

namespace rapport {

/// A password, token or key as the type of a setting. The operator's configuration says where it is kept, never what it
/// is; the host fetches it, shows it to nobody, and strikes it out of what the plugin logs.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string_view value) : value_(value) {}
    const std::string& reveal() const { return value_; }
    bool empty() const { return value_.empty(); }

private:
    std::string value_;
};

namespace detail {

template <class T>
concept Integer = std::is_integral_v<T> && !std::is_same_v<T, bool>;

template <class T>
concept Textual = std::is_same_v<T, std::string> || std::is_same_v<T, Secret>;

template <class T>
concept Settable = std::is_same_v<T, bool> || Integer<T> || std::is_same_v<T, double> || Textual<T>;

/// What bounds a setting: its value, or its length where it is text.
template <class T>
using Bound = std::conditional_t<Textual<T>, std::size_t, T>;

inline void append_json(std::string& out, bool value) { append(out, value ? "true" : "false"); }
inline void append_json(std::string& out, const std::string& value) { append_quoted(out, value); }
inline void append_json(std::string& out, const Secret&) { append(out, "\"\""); }
template <Integer T>
void append_json(std::string& out, T value) {
    char text[32];
    if constexpr (std::is_signed_v<T>) std::snprintf(text, sizeof text, "%lld", static_cast<long long>(value));
    else std::snprintf(text, sizeof text, "%llu", static_cast<unsigned long long>(value));
    append(out, text);
}
[[gnu::cold]] inline void append_json(std::string& out, double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.17g", value);
    for (char& c : text)
        if (c == ',') c = '.';
    append(out, text);
}

}  // namespace detail

/// A value the operator may set: bool, an integer, double, std::string or Secret, declared as a member of the plugin
/// and read like a plain value. The host refuses unknown names, wrong types and values outside the bounds (for text:
/// its length in characters).
template <class T>
class Setting final : detail::SettingBase {
    static_assert(detail::Settable<T>, "a setting is a bool, an integer, a double, a std::string or a Secret");
    using Limits = std::numeric_limits<detail::Bound<T>>;

public:
    Setting(Plugin* owner, const char* name, T fallback, const char* doc, detail::Bound<T> lowest = Limits::lowest(),
            detail::Bound<T> highest = Limits::max())
        : Setting(owner, name, std::move(fallback), doc, lowest, highest, false) {}

    /// Without a default: the operator must give it.
    Setting(Plugin* owner, const char* name, Required, const char* doc, detail::Bound<T> lowest = Limits::lowest(),
            detail::Bound<T> highest = Limits::max())
        : Setting(owner, name, T{}, doc, lowest, highest, true) {}

    operator const T&() const { return value_; }  // NOLINT(google-explicit-constructor): reads like the value
    const T& operator*() const { return value_; }
    const T* operator->() const { return &value_; }

private:
    Setting(Plugin* owner, const char* name, T value, const char* doc, detail::Bound<T> lowest,
            detail::Bound<T> highest, bool needed)
        : SettingBase(name, doc, needed), value_(std::move(value)), lowest_(lowest), highest_(highest) {
        owner->declare(this);
    }

    void write_schema(std::string& out) const override {
        using detail::append;
        if constexpr (std::is_same_v<T, bool>) append(out, ",\"type\":\"boolean\"");
        else if constexpr (detail::Textual<T>)
            append(out, std::is_same_v<T, Secret> ? ",\"type\":\"string\",\"writeOnly\":true" : ",\"type\":\"string\""),
                write_bounds(out, ",\"minLength\":", ",\"maxLength\":");
        else
            append(out, detail::Integer<T> ? ",\"type\":\"integer\"" : ",\"type\":\"number\""),
                write_bounds(out, ",\"minimum\":", ",\"maximum\":");
        if (required()) return;
        append(out, ",\"default\":");
        detail::append_json(out, value_);
    }

    void write_bounds(std::string& out, const char* low, const char* high) const {
        constexpr bool always = detail::Integer<T>;  // an int must be refused what does not fit it
        if (always || lowest_ != Limits::lowest()) detail::append(out, low), detail::append_json(out, lowest_);
        if (always || highest_ != Limits::max()) detail::append(out, high), detail::append_json(out, highest_);
    }

    void set(const rapport_setting& given) override {
        if constexpr (std::is_same_v<T, bool>) value_ = given.integer != 0;
        else if constexpr (detail::Textual<T>) value_ = T(detail::view(given.text));
        else if constexpr (std::is_same_v<T, double>) value_ = given.number;
        else value_ = static_cast<T>(given.integer);
    }

    T value_;
    detail::Bound<T> lowest_, highest_;
};

}  // namespace rapport
