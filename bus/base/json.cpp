// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <msgpack/unpack.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include <msgpack/null_visitor.hpp>  // after unpack.hpp: it includes nothing that it needs
#include <msgpack/parse.hpp>

#include "bus/base/error.hpp"
#include "bus/base/names.hpp"
#include "bus/base/number.hpp"
#include "bus/base/text.hpp"
#include "bus/base/utf8.hpp"
#include "bus/base/wire.hpp"

namespace rapport {
namespace {

using Output = fmt::memory_buffer;  // std::string grows by a call for each character

/// What begins in UTF-8 with one of these may control how text is shown.
constexpr unsigned char lead_of_c1 = 0xc2, lead_of_general = 0xe2, lead_of_last = 0xef;

/// The code point there if it is written as an escape, so that whatever shows JSON shows it as it is: on a terminal,
/// too.
std::optional<Utf8> escaped_in(std::string_view text) {
    const auto c = static_cast<unsigned char>(text[0]);
    if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f) return Utf8{c, 1};
    if (c != lead_of_c1 && c != lead_of_general && c != lead_of_last) return {};
    const Utf8 next = next_in(text);
    return is_unsound(next.code) ? std::optional(next) : std::nullopt;
}

/// Whether one of eight bytes may need an escape: a false alarm costs time alone.
bool may_need_escape(const char* eight) {
    constexpr std::uint64_t each = 0x0101010101010101, high = 0x80 * each;
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, eight, sizeof bytes);
    const auto has = [](std::uint64_t word, std::uint64_t below) { return (word - below * each) & ~word & high; };
    const auto is = [&](std::uint64_t byte) { return has(bytes ^ (byte * each), 1); };
    if ((has(bytes, 0x20) | is('"') | is('\\') | is(0x7f)) != 0) return true;
    return (bytes & high) != 0 && (is(lead_of_c1) | is(lead_of_general) | is(lead_of_last)) != 0;
}

std::size_t plain_prefix(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (at + 8 <= text.size() && !may_need_escape(text.data() + at)) at += 8;
        else if (escaped_in(text.substr(at))) break;
        else ++at;
    }
    return at;
}

void put(Output& out, std::string_view text) { out.append(text.data(), text.data() + text.size()); }

void put_escaped(Output& out, char32_t c) {
    if (c == '"' || c == '\\') {
        out.push_back('\\');
        out.push_back(static_cast<char>(c));
    } else if (c == '\n') put(out, "\\n");
    else if (c == '\t') put(out, "\\t");
    else if (c == '\r') put(out, "\\r");
    else fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
}

void put_quoted(Output& out, std::string_view text) {
    out.push_back('"');
    while (!text.empty()) {
        const std::size_t plain = plain_prefix(text);
        put(out, text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) break;
        const Utf8 next = *escaped_in(text);
        put_escaped(out, next.code);
        text.remove_prefix(next.size);
    }
    out.push_back('"');
}

/// Writes JSON while msgpack-cxx's own loop, which does not recurse, walks the bytes.
class ToJson : public msgpack::null_visitor {
public:
    ToJson(Output& out, bool pretty) : out_(out), pretty_(pretty) {}

    bool visit_nil() { return scalar("null"); }
    bool visit_boolean(bool v) { return scalar(v ? "true" : "false"); }
    bool visit_positive_integer(std::uint64_t v) { return scalar(text_of(fmt::format_int(v))); }
    bool visit_negative_integer(std::int64_t v) { return scalar(text_of(fmt::format_int(v))); }
    bool visit_float32(float v) { return scalar(number_text(v)); }
    bool visit_float64(double v) { return scalar(number_text(v)); }
    bool visit_str(const char* text, std::uint32_t size) {
        const std::string_view view(text, size);
        if (!clean_text(view)) return false;
        put_quoted(out_, view);
        return true;
    }
    bool visit_bin(const char* text, std::uint32_t size) { return visit_str(text, size); }
    bool visit_ext(const char*, std::uint32_t) { return false; }
    bool start_array(std::uint32_t size) { return open('[', size); }
    bool start_array_item() { return next(); }
    bool end_array() { return close(']'); }
    bool start_map(std::uint32_t size) { return open('{', size); }
    bool start_map_key() {
        key_ = true;
        return next();
    }
    bool end_map_key() {
        put(out_, pretty_ ? ": " : ":");
        key_ = false;
        return true;
    }
    bool end_map() { return close('}'); }
    void parse_error(std::size_t, std::size_t) { failed_ = true; }
    void insufficient_bytes(std::size_t, std::size_t) { failed_ = true; }
    bool failed() const { return failed_; }

private:
    static std::string_view text_of(const fmt::format_int& number) { return {number.data(), number.size()}; }
    bool scalar(std::string_view text) {
        if (key_) put_quoted(out_, text);
        else put(out_, text);
        return true;
    }
    bool open(char bracket, std::uint32_t size) {
        if (key_ || depth_ >= WireLimits::depth || size > WireLimits::elements) return false;
        out_.push_back(bracket);
        ++depth_;
        nothing_yet_ = true;
        return true;
    }
    bool next() {
        if (!nothing_yet_) out_.push_back(',');
        nothing_yet_ = false;
        new_line();
        return true;
    }
    bool close(char bracket) {
        --depth_;
        if (!nothing_yet_) new_line();
        nothing_yet_ = false;
        out_.push_back(bracket);
        return true;
    }
    void new_line() {
        if (!pretty_) return;
        out_.push_back('\n');
        for (std::size_t i = 0; i < 2 * depth_; ++i) out_.push_back(' ');
    }

    Output& out_;
    bool pretty_, key_ = false, failed_ = false;
    bool nothing_yet_ = true;  ///< in the container that is open: when one ends, the one around it holds something
    std::size_t depth_ = 0;
};

std::string visit(std::string_view bytes, bool pretty) {
    Output out;
    ToJson visitor(out, pretty);
    std::size_t end = 0;
    if (!msgpack::parse(bytes.data(), bytes.size(), end, visitor) || visitor.failed() || end != bytes.size())
        throw Error(Code::invalid_argument, "not one whole MessagePack value that JSON can carry");
    return {out.data(), out.size()};
}

/// Builds MessagePack from the parser's events. MessagePack counts ahead, so each open container keeps its own bytes.
class FromJson : public nlohmann::json_sax<nlohmann::json> {
public:
    std::string result;
    std::string problem;
    std::string field;  ///< of which the problem is, if it is of one

    bool null() override {
        return put([](Writer& w) { w.nil(); });
    }
    bool boolean(bool v) override {
        return put([v](Writer& w) { w.boolean(v); });
    }
    bool number_integer(std::int64_t v) override {
        return put([v](Writer& w) { w.integer(v); });
    }
    bool number_unsigned(std::uint64_t v) override {
        if (v <= INT64_MAX) return number_integer(static_cast<std::int64_t>(v));
        return number_float(static_cast<double>(v), {});
    }
    bool number_float(double v, const std::string&) override {
        return put([v](Writer& w) { w.number(v); });
    }
    bool string(std::string& v) override {
        if (v.find('\0') != v.npos) return fail("text may not hold NUL (\\u0000)");
        return put([&v](Writer& w) { w.text(v); });
    }
    bool binary(nlohmann::json::binary_t&) override { return fail("binary is not JSON"); }
    bool start_object(std::size_t) override { return open(true); }
    bool key(std::string& name) override {
        if (!open_.back().keys.insert(name).second) return fail_twice(name);
        open_.back().at = shown_name(name);
        Writer(open_.back().bytes).text(name);
        return true;
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(false); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override {
        return fail("not valid JSON at byte " + std::to_string(position));
    }

private:
    struct Container {
        bool object;
        std::size_t count = 0;
        std::string bytes = {};
        std::set<std::string> keys = {};  ///< sorted: who sends them may choose ones of one hash
        std::string at = {};              ///< the last key, for messages
    };

    template <class Write>
    bool put(Write write) {
        if (!open_.empty()) ++open_.back().count;
        Writer writer(open_.empty() ? result : open_.back().bytes);
        write(writer);
        return true;
    }
    bool open(bool object) {
        if (open_.size() >= WireLimits::depth)
            return fail("values are nested deeper than " + std::to_string(WireLimits::depth) + " levels");
        open_.push_back({.object = object});
        return true;
    }
    bool close() {
        const Container done = std::move(open_.back());
        open_.pop_back();
        return put([&done](Writer& w) {
            done.object ? w.map(done.count) : w.array(done.count);
            if (done.count) w.raw(done.bytes);
        });
    }
    bool fail(std::string why) {
        if (problem.empty()) problem = std::move(why);
        return false;
    }
    /// Which of the two is meant nobody knows.
    bool fail_twice(const std::string& name) {
        for (const Container& container : open_) {
            if (&container == &open_.back()) field += (field.empty() ? "" : ".") + shown_name(name);
            else if (container.object) field += (field.empty() ? "" : ".") + container.at;
            else field += "[" + std::to_string(container.count) + "]";
        }
        return fail("is there twice");
    }

    std::vector<Container> open_;
};

}  // namespace

std::string number_text(double value) {
    if (!std::isfinite(value)) return "null";
    if (value == std::trunc(value) && std::abs(value) < 0x1p63) return std::to_string(static_cast<std::int64_t>(value));
    return nlohmann::json(value).dump();
}

std::string to_json(std::string_view bytes) { return visit(bytes, false); }
std::string to_pretty_json(std::string_view bytes) { return visit(bytes, true); }

std::string from_json(std::string_view json) {
    FromJson sax;
    const bool whole = nlohmann::json::sax_parse(json, &sax);
    if (!sax.field.empty()) throw invalid(sax.field, sax.problem);
    if (!whole) throw Error(Code::invalid_argument, sax.problem.empty() ? "not valid JSON" : sax.problem);
    return std::move(sax.result);
}

}  // namespace rapport
