// SPDX-License-Identifier: MIT
// The switchboard's first part: what clients ask, and whether they may.
#include "bus/base/codec.hpp"
#include "bus/broker/switchboard.hpp"

namespace rapport::bus {
namespace {

bool is_introspection(std::string_view method) {
    return method.starts_with('$') &&
           (method == "$ping" || method == "$info" || method == "$stats" || method == "$spans");
}

/// Where the service's name stands: after routing id, empty frame, protocol and command, as far as the client has them.
std::size_t service_at(mdp::Dialect speaks) { return 2 + (speaks.empty_first ? 1 : 0) + (speaks.old ? 0 : 1); }

}  // namespace

int Switchboard::connection_of(const Parts& parts) {
    if (parts[0] == last_client_) return last_fd_;
    last_client_ = parts[0];
    return last_fd_ = bus::connection_of(parts.frame(1));
}

void Switchboard::from_client(Parts& parts, mdp::Dialect speaks, Time arrived) {
    const std::size_t at = service_at(speaks);
    const std::string_view command = speaks.old ? std::string_view() : parts[at - 1];
    // Whoever sends us our own FINAL back would do so for ever, were that answered.
    constexpr char final = static_cast<char>(mdp::ClientCommand::final);
    if (command == std::string_view(&final, 1)) return from_nobody(parts);
    const Peer client{parts[0], speaks, connection_of(parts)};
    if (delivery_.holds(client.id)) return delivery_.hold(client, parts, arrived);
    if (parts.size() == at + 1) parts.put(at + 1, "");  // without a body: an empty one
    const std::string_view name = parts[at];
    const auto request = parse_request(parts[at + 1]);
    const std::uint32_t msgid = request ? request->msgid : 0;
    if (const auto fault = fault_of(parts, at, speaks)) {
        ++dropped_.malformed;
        return refuse(client, name, msgid, *fault);
    }
    if (!allow(parts, at + 1, client, request)) return;
    if (is_reserved(name)) return own_(client, guard_.sender_of(parts.frame(1)), name, parts[at + 1]);

    const std::string_view method = request ? request->method : "*";
    const auto body = parts.from(at + 1);
    ++last_call_;
    if (tap_.open())
        tap_.tell({.kind = TapKind::req,
                   .call = last_call_,
                   .service = name,
                   .method = method,
                   .peer = client.id,
                   .body = body},
                  now_);
    const auto known = services_.find(name);
    Service* const service = known == services_.end() ? nullptr : known->second.get();
    if (!service || service->workers.empty()) return nobody_serves(client, service, name, msgid);
    Call call{std::string(client.id),   speaks, client.fd, msgid,     service,
              &service->method(method), 0,      arrived,   last_call_};
    for (const auto& frame : body) call.method->count.bytes += frame.size();
    // Who speaks 0.1 hears one instance: there is no other way to answer in parts.
    if (is_introspection(method) && !speaks.old) fan_out(std::move(call), body);
    else route(std::move(call), body, guard_.sender_of(parts.frame(1)));
}

std::optional<Error> Switchboard::fault_of(const Parts& parts, std::size_t service, mdp::Dialect speaks) {
    constexpr char request = static_cast<char>(mdp::ClientCommand::request);
    const auto is = [](const char* what) { return Error(Code::invalid_argument, what); };
    if (!speaks.old && parts[service - 1] != std::string_view(&request, 1))
        return is("a client's command is the one byte 01, REQUEST");
    if (parts.size() <= service) return is("a request names a service");
    if (parts.cut_off() || parts.size() - service - 1 > mdp::max_body_frames)
        return Error(Code::invalid_argument, "a body has at most " + std::to_string(mdp::max_body_frames) + " frames");
    return {};
}

/// What only its author can have meant: a message for the bus to send, or one of no protocol that we know.
void Switchboard::from_nobody(const Parts& parts) {
    ++dropped_.malformed;
    if (Worker* const worker = worker_of(parts[0])) send_away(*worker, "this is no message of a worker's");
}

void Switchboard::nobody_serves(const Peer& client, Service* service, std::string_view name, std::uint32_t msgid) {
    if (service) {
        ++service->count.requests;
        ++service->count.errors;
    }
    if (tap_.open())
        tap_.tell({.kind = TapKind::err,
                   .call = last_call_,
                   .service = name,
                   .method = {},
                   .arrived = now_,
                   .code = name_of(Code::unavailable)},
                  now_);
    refuse(client, name, msgid, Error(Code::unavailable, "nobody serves this name now"));
}

bool Switchboard::allow(Parts& parts, std::size_t body, const Peer& client, const std::optional<RequestBody>& request) {
    if (!guard_.has_keys()) return true;
    const Grants& who = guard_.of(parts.frame(1));
    const std::string_view service = parts[body - 1], method = request ? request->method : "*";
    const std::uint32_t msgid = request ? request->msgid : 0;
    // Whoever is let in may ask whether the bus is there, and who is; a tap asks for its grants itself.
    const bool taps = method == "rights" || method == "tap" || method == "tap_credit";
    const bool everyones = service.starts_with("mmi.") || (service == "bus" && (method == "$ping" || taps));
    if (!who.known() || !(everyones || who.may_call(service, method))) {
        const auto asked = std::string(service) + "." + std::string(method);
        return refuse(client, service, msgid, guard_.refuse(who, "call", asked)), false;
    }
    if (!request || who.act_for_others) return true;
    try {
        parts.put(body + 1, with_actor(parts[body + 1], who.actor));
        return true;
    } catch (const Error& error) {
        const bool other = error.code() == Code::permission_denied;
        return refuse(client, service, msgid, other ? guard_.refuse(who, "act_for_others", {}) : error), false;
    }
}

void Switchboard::refuse(const Peer& client, std::string_view service, std::uint32_t msgid, const Error& error) {
    if (delivery_.send(client, mdp::ClientCommand::final, service, make_error(msgid, error)) == Delivery::Sent::gone)
        ++dropped_.unreachable;
}

bool Switchboard::resume(Parts& parts, Time arrived) {
    const mdp::Dialect speaks{.old = false, .empty_first = parts[1].empty()};
    const std::size_t protocol = speaks.empty_first ? 2 : 1;
    const mdp::Dialect client{.old = parts[protocol] == mdp::client_01, .empty_first = speaks.empty_first};
    // A client that catches up does not fill the queue of a service for others.
    const auto known = services_.find(parts[service_at(client)]);
    if (known != services_.end() && known->second->is_filled_to_half(options_)) return false;
    from_client(parts, client, arrived);
    return true;
}

}  // namespace rapport::bus
