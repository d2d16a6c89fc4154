// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "bus/base/actor.hpp"
#include "bus/base/error.hpp"

namespace rapport::bus {

/// The optional second body frame of a request.
struct Header {
    std::optional<std::int64_t> ttl_ms;      ///< how long the answer is of use, from now; shrinks at every hop
    std::optional<std::string> idem;         ///< the same key, method and arguments have one effect
    std::optional<std::string> traceparent;  ///< W3C Trace Context
    std::optional<Actor> actor;              ///< who asks, where the sender may say so

    static constexpr auto fields =
        describe(Field{"ttl_ms", &Header::ttl_ms, "milliseconds left", between(0, 86'400'000)},
                 Field{"idem", &Header::idem, "idempotency key", length(1, 200)},
                 Field{"traceparent", &Header::traceparent, "W3C trace context", length(0, 100)},
                 Field{"actor", &Header::actor, "who asks"});
};

/// A request's first body frame: MessagePack-RPC `[0, msgid, method, [params]]`. Views point into the frame.
struct RequestBody {
    std::uint32_t msgid = 0;
    std::string_view method;
    std::string_view params;  ///< MessagePack of the one parameter; empty if none was given
};

/// Reads as far as the method's name and marks where params begin, without copying. Nothing if it is no such message.
std::optional<RequestBody> parse_request(std::string_view frame);
std::string make_request(std::uint32_t msgid, std::string_view method, std::string_view params);

/// The header's `ttl_ms`, without decoding the rest; nothing if it has none or is no map.
std::optional<std::chrono::milliseconds> ttl_of(std::string_view header);
/// The header with another `ttl_ms` in the place of the one it has; all else as it was.
std::string with_ttl(std::string_view header, std::chrono::milliseconds ttl);

/// The header with that actor, whatever else it says; `header` may be empty. Throws Error: permission_denied if it
/// names another actor, invalid_argument if it is no map.
std::string with_actor(std::string_view header, const Actor& actor);

/// An answer: MessagePack-RPC `[1, msgid, error, result]`; error is nil or the map {code, message, details}.
struct Reply {
    std::uint32_t msgid = 0;
    std::optional<Error> error;
    std::string result;  ///< MessagePack; empty if there is an error
};

/// Nothing if it is no such message.
std::optional<Reply> parse_reply(std::string_view frame);
std::string make_reply(std::uint32_t msgid, std::string_view result);
std::string make_error(std::uint32_t msgid, const Error& error);
/// Whether the frame is an answer that carries an error, without decoding it.
bool is_failure(std::string_view frame);

}  // namespace rapport::bus
