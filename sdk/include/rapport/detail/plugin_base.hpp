// SPDX-License-Identifier: MIT
#pragma once

#include <cstring>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "rapport/plugin.h"

namespace rapport {
namespace detail {

constexpr rapport_text borrow(std::string_view text) { return {text.data(), text.size()}; }
constexpr std::string_view view(rapport_text text) {
    return text.size == 0 ? std::string_view{} : std::string_view{text.data, text.size};
}

inline void explain(rapport_error* error, std::string_view why) noexcept {
    const auto length = why.size() < error->capacity ? why.size() : error->capacity;
    std::memcpy(error->data, why.data(), length);
    error->length = static_cast<uint32_t>(length);
}

/// Runs `work` at the boundary: what it throws becomes `error`, and `otherwise` the answer.
template <class Result, class Work>
Result guarded(rapport_error* error, Result otherwise, Work work) noexcept {
    try {
        return work();
    } catch (const std::exception& thrown) {
        explain(error, thrown.what());
    } catch (...) {
        explain(error, "threw something that is not a std::exception");
    }
    return otherwise;
}

/// One declared setting: what it is in the JSON Schema, and where its value goes. Name and doc are string literals.
class SettingBase {
public:
    SettingBase(const char* name, const char* doc, bool required) : name_(name), doc_(doc), required_(required) {}
    SettingBase(const SettingBase&) = delete;
    SettingBase& operator=(const SettingBase&) = delete;

    const char* name() const { return name_; }
    const char* doc() const { return doc_; }
    bool required() const { return required_; }
    virtual void write_schema(std::string& out) const = 0;
    virtual void set(const rapport_setting& value) = 0;

protected:
    ~SettingBase() = default;

private:
    const char* name_;
    const char* doc_;
    bool required_;
};

// What is called once a plugin is cold: small code, quick to compile.

/// Appends `text` as a JSON string, quotes included.
[[gnu::cold]] inline void append_quoted(std::string& out, std::string_view text) {
    constexpr char digits[] = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20) {
            const char escaped[] = {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};
            out.append(escaped, sizeof escaped);
            continue;
        }
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    out += '"';
}

[[gnu::cold, gnu::noinline]] inline void append(std::string& out, const char* text) { out.append(text); }

}  // namespace detail

/// How loud a line of the log is.
enum class Level : uint32_t {
    debug = RAPPORT_DEBUG,
    info = RAPPORT_INFO,
    warning = RAPPORT_WARNING,
    error = RAPPORT_ERROR
};

/// Says that a setting has no default and must be given.
struct Required {};
inline constexpr Required required{};

template <class T>
class Setting;

/// What rules and channels have in common: settings, and a line to the host's log. A plugin that defines `void start()`
/// has it called once, after the settings are in; what it throws refuses the plugin.
class Plugin {
public:
    Plugin(const Plugin&) = delete;
    Plugin& operator=(const Plugin&) = delete;

    const std::vector<detail::SettingBase*>& declared_settings() const { return settings_; }
    void declare(detail::SettingBase* setting) { settings_.push_back(setting); }
    void attach(const rapport_host* host) { host_ = host; }
    /// The JSON Schema of the declared settings.
    std::string settings_schema() const;
    void configure(const rapport_settings& given);
    /// A named extension of the host, such as "rapport.http/1"; null where this host does not offer it.
    const void* extension(std::string_view name) const {
        return host_ && host_->extension ? host_->extension(host_->context, detail::borrow(name)) : nullptr;
    }

protected:
    template <class T>
    using Setting = rapport::Setting<T>;

    Plugin() = default;
    ~Plugin() = default;
    /// Writes one line to the host's log. Only during a call.
    void log(Level level, std::string_view line) const {
        if (host_ && host_->log) host_->log(host_->context, static_cast<uint32_t>(level), detail::borrow(line));
    }

private:
    std::vector<detail::SettingBase*> settings_;
    const rapport_host* host_ = nullptr;
};

[[gnu::cold]] inline std::string Plugin::settings_schema() const {
    std::string out = R"({"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{)";
    const char* comma = "";
    for (const auto* setting : settings_) {
        detail::append(out, comma);
        comma = ",";
        detail::append_quoted(out, setting->name());
        detail::append(out, ":{\"description\":");
        detail::append_quoted(out, setting->doc());
        setting->write_schema(out);
        detail::append(out, "}");
    }
    detail::append(out, "},\"required\":[");
    comma = "";
    for (const auto* setting : settings_) {
        if (!setting->required()) continue;
        detail::append(out, comma);
        comma = ",";
        detail::append_quoted(out, setting->name());
    }
    detail::append(out, "],\"additionalProperties\":false}");
    return out;
}

[[gnu::cold]] inline void Plugin::configure(const rapport_settings& given) {
    for (uint32_t i = 0; i < given.count; ++i)
        for (auto* setting : settings_)
            if (detail::view(given.items[i]->name) == setting->name()) setting->set(*given.items[i]);
}

namespace detail {

/// Constructs a plugin with these settings in place and calls its start(), where it has one.
template <class T>
void prepare(T& plugin, const rapport_host* host, const rapport_settings& settings) {
    plugin.attach(host);
    plugin.configure(settings);
    if constexpr (requires { plugin.start(); }) plugin.start();
}

}  // namespace detail
}  // namespace rapport
