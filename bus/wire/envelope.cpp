// SPDX-License-Identifier: MIT
#include "bus/wire/envelope.hpp"

#include <limits>

#include "bus/base/codec.hpp"
#include "bus/wire/walk.hpp"

namespace rapport::bus {
namespace {

constexpr std::uint64_t request_type = 0, reply_type = 1;
constexpr std::string_view nil = "\xc0";

std::optional<std::uint32_t> read_msgid(Walk& at) {
    const auto number = at.natural();
    if (!number || *number > std::numeric_limits<std::uint32_t>::max()) return {};
    return static_cast<std::uint32_t>(*number);
}

bool is(std::string_view key, std::string_view name) { return Walk(key).text() == name; }

/// What a service of another make put in the place of our map is shown as it is, if it is text.
std::optional<Error> read_error(std::string_view bytes) {
    Walk at(bytes);
    if (const auto text = at.text()) return Error(Code::internal, std::string(*text));
    const auto size = at.map();
    if (!size) return Error(Code::internal, "the service answered with an error of a form that we do not know");
    Code code = Code::internal;
    std::string message;
    Any details;
    for (std::uint32_t i = 0; i < *size; ++i) {
        const auto key = at.text();
        const auto value = key ? at.value() : std::nullopt;
        if (!value) return {};
        if (key == "code") code = code_named(Walk(*value).text().value_or(""));
        else if (key == "message") message = Walk(*value).text().value_or("");
        else if (key == "details" && *value != nil) details.bytes = *value;
    }
    return Error(code, message, std::move(details));
}

}  // namespace

std::optional<RequestBody> parse_request(std::string_view frame) {
    Walk at(frame);
    if (at.array() != 4u || at.natural() != request_type) return {};
    const auto msgid = read_msgid(at);
    const auto method = msgid ? at.text() : std::nullopt;
    const auto params = method ? at.array() : std::nullopt;
    if (!params || *params > 1 || at.at_end() != (*params == 0)) return {};
    return RequestBody{*msgid, *method, at.rest()};
}

std::string make_request(std::uint32_t msgid, std::string_view method, std::string_view params) {
    std::string frame;
    frame.reserve(method.size() + params.size() + 16);
    Writer out(frame);
    out.array(4);
    out.integer(request_type);
    out.integer(msgid);
    out.text(method);
    out.array(params.empty() ? 0 : 1);
    frame += params;
    return frame;
}

std::optional<Reply> parse_reply(std::string_view frame) {
    Walk at(frame);
    if (at.array() != 4u || at.natural() != reply_type) return {};
    const auto msgid = read_msgid(at);
    if (!msgid) return {};
    Reply reply;
    reply.msgid = *msgid;
    if (!at.nil()) {
        const auto error = at.value();
        if (!error || !(reply.error = read_error(*error))) return {};
    }
    const auto result = at.value();
    if (!result || !at.at_end()) return {};
    if (!reply.error) reply.result = *result;
    return reply;
}

std::string make_reply(std::uint32_t msgid, std::string_view result) {
    std::string frame;
    frame.reserve(result.size() + 16);
    Writer out(frame);
    out.array(4);
    out.integer(reply_type);
    out.integer(msgid);
    out.nil();
    out.raw(result);
    return frame;
}

std::string make_error(std::uint32_t msgid, const Error& error) {
    std::string frame;
    Writer out(frame);
    out.array(4);
    out.integer(reply_type);
    out.integer(msgid);
    out.map(3);
    out.text("code");
    out.text(name_of(error.code()));
    out.text("message");
    out.text(error.message());
    out.text("details");
    out.raw(error.details().bytes);
    out.nil();
    return frame;
}

bool is_failure(std::string_view frame) {
    Walk at(frame);
    return at.array() == 4u && at.natural() == reply_type && at.natural() && !at.nil();
}

std::optional<std::chrono::milliseconds> ttl_of(std::string_view header) {
    Walk at(header);
    for (auto pairs = at.map().value_or(0); pairs > 0; --pairs) {
        const auto key = at.value();
        if (!key) return {};
        if (is(*key, "ttl_ms")) {
            const auto ttl = at.natural();
            if (!ttl) return {};
            return std::chrono::milliseconds(std::min<std::uint64_t>(*ttl, 86'400'000));
        }
        if (!at.value()) return {};
    }
    return {};
}

std::string with_actor(std::string_view header, const Actor& actor) {
    std::string rest;
    std::uint32_t pairs = 1;
    Walk at(header);
    const auto size = header.empty() ? 0u : at.map();
    for (std::uint32_t i = 0; i < size.value_or(0); ++i) {
        const auto key = at.text();
        const auto value = key ? at.value() : std::nullopt;
        if (!value) throw Error(Code::invalid_argument, "header: a map with text as keys");
        if (*key != "actor") {
            Writer(rest).text(*key);
            rest += *value;
            ++pairs;
        } else if (*value != nil && decode<Actor>(*value).id != actor.id) {
            throw Error(Code::permission_denied, "this key speaks for " + actor.id + " alone");
        }
    }
    if (!size || !at.at_end()) throw Error(Code::invalid_argument, "header: a map with text as keys");
    std::string changed;
    Writer out(changed);
    out.map(pairs);
    changed += rest;
    out.text("actor");
    encode(shape_of<Actor>(), &actor, changed);
    return changed;
}

std::string with_ttl(std::string_view header, std::chrono::milliseconds ttl) {
    std::string changed;
    changed.reserve(header.size() + 8);
    Writer out(changed);
    Walk at(header);
    const auto pairs = at.map().value_or(0);
    out.map(pairs);
    for (std::uint32_t i = 0; i < pairs; ++i) {
        const auto key = at.value();
        const auto value = key ? at.value() : std::nullopt;
        if (!value) return std::string(header);
        out.raw(*key);
        if (is(*key, "ttl_ms")) out.integer(ttl.count());
        else out.raw(*value);
    }
    return changed;
}

}  // namespace rapport::bus
