// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <msgpack/unpack.hpp>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include <msgpack/null_visitor.hpp>  // after unpack.hpp: it includes nothing that it needs
#include <msgpack/parse.hpp>

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"

namespace rapport {
namespace {

constexpr bool needs_escape(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c == 0x7f;
}

void put_escaped(std::string& out, char c) {
    constexpr char hex[] = "0123456789abcdef";
    if (c == '"' || c == '\\') out.append({'\\', c});
    else if (c == '\n') out += "\\n";
    else if (c == '\t') out += "\\t";
    else if (c == '\r') out += "\\r";
    else out.append("\\u00").append({hex[c >> 4], hex[c & 15]});
}

void put_quoted(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        const auto plain = static_cast<std::size_t>(std::ranges::find_if(text, needs_escape) - text.begin());
        out.append(text.substr(0, plain));
        if (plain == text.size()) break;
        put_escaped(out, text[plain]);
        text.remove_prefix(plain + 1);
    }
    out += '"';
}

std::string shortest(double value) {
    if (!std::isfinite(value)) return "null";
    return nlohmann::json(value).dump();
}

/// Writes JSON while msgpack-cxx's own loop, which does not recurse, walks the bytes. Whether a comma, a colon or a new
/// line is due is told by the stack of open containers.
class ToJson : public msgpack::null_visitor {
public:
    ToJson(std::string& out, bool pretty) : out_(out), pretty_(pretty) {}

    bool visit_nil() { return put("null"); }
    bool visit_boolean(bool v) { return put(v ? "true" : "false"); }
    bool visit_positive_integer(std::uint64_t v) { return put(std::to_string(v)); }
    bool visit_negative_integer(std::int64_t v) { return put(std::to_string(v)); }
    bool visit_float32(float v) { return put(shortest(v)); }
    bool visit_float64(double v) { return put(shortest(v)); }
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
        out_ += pretty_ ? ": " : ":";
        key_ = false;
        return true;
    }
    bool end_map() { return close('}'); }
    void parse_error(std::size_t, std::size_t) { failed_ = true; }
    void insufficient_bytes(std::size_t, std::size_t) { failed_ = true; }
    bool failed() const { return failed_; }

private:
    bool put(std::string_view text) {
        if (key_) put_quoted(out_, text);
        else out_ += text;
        return true;
    }
    bool open(char bracket, std::uint32_t size) {
        if (key_ || first_.size() >= WireLimits::depth || size > WireLimits::elements) return false;
        out_ += bracket;
        first_.push_back(true);
        return true;
    }
    bool next() {
        if (!first_.back()) out_ += ',';
        first_.back() = false;
        new_line();
        return true;
    }
    bool close(char bracket) {
        const bool empty = first_.back();
        first_.pop_back();
        if (!empty) new_line();
        out_ += bracket;
        return true;
    }
    void new_line() {
        if (pretty_) out_.append("\n").append(2 * first_.size(), ' ');
    }

    std::string& out_;
    bool pretty_, key_ = false, failed_ = false;
    std::vector<bool> first_;
};

std::string visit(std::string_view bytes, bool pretty) {
    std::string out;
    out.reserve(bytes.size() * 5 / 4);
    ToJson visitor(out, pretty);
    std::size_t end = 0;
    if (!msgpack::parse(bytes.data(), bytes.size(), end, visitor) || visitor.failed() || end != bytes.size())
        throw Error(Code::invalid_argument, "not one whole MessagePack value that JSON can carry");
    return out;
}

/// Builds MessagePack from the parser's events. MessagePack counts ahead, so each open container keeps its own bytes.
class FromJson : public nlohmann::json_sax<nlohmann::json> {
public:
    std::string result;
    std::string problem;

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
        if (!open_.back().keys.insert(name).second) return fail("the key \"" + name + "\" is there twice");
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
        std::unordered_set<std::string> keys = {};
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

    std::vector<Container> open_;
};

}  // namespace

std::string to_json(std::string_view bytes) { return visit(bytes, false); }
std::string to_pretty_json(std::string_view bytes) { return visit(bytes, true); }

std::string from_json(std::string_view json) {
    FromJson sax;
    if (!nlohmann::json::sax_parse(json, &sax))
        throw Error(Code::invalid_argument, sax.problem.empty() ? "not valid JSON" : sax.problem);
    return std::move(sax.result);
}

}  // namespace rapport
