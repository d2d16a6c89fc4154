// SPDX-License-Identifier: MIT
#include "bus/broker/switchboard.hpp"

#include <algorithm>

#include "bus/base/codec.hpp"

namespace rapport::bus {
namespace {

using namespace std::chrono_literals;

// Deadlines in the queue are looked at no more often than this, however many there are.
constexpr auto expiry_grain = 20ms;

std::size_t largest(std::span<const zmq::message_t> frames) {
    std::size_t size = 0;
    for (const auto& frame : frames) size = std::max(size, frame.size());
    return size;
}

std::size_t bytes_of(std::span<const zmq::message_t> frames) {
    std::size_t bytes = 0;
    for (const auto& frame : frames) bytes += frame.size();
    return bytes;
}

Time deadline_of(std::span<const zmq::message_t> body, Time arrived) {
    const auto ttl = body.size() > 1 ? ttl_of(view_of(body[1])) : std::nullopt;
    return ttl ? arrived + *ttl : Time::max();
}

bool is_introspection(std::string_view method) {
    return method.starts_with('$') &&
           (method == "$ping" || method == "$info" || method == "$stats" || method == "$spans");
}

}  // namespace

Switchboard::Switchboard(Loop& loop, Link& link, Guard& guard, Tap& tap, const BrokerOptions& options, OwnService own)
    : link_(link), guard_(guard), tap_(tap), options_(options), own_(std::move(own)), expiry_(loop, [this] {
          expire();
      }) {}

void Switchboard::handle(Parts& parts) {
    using enum mdp::Version;
    if (parts.size() >= 3 && parts[1] == mdp::worker) return from_worker(parts, v02);
    if (parts.size() >= 5 && parts[1] == mdp::client) return from_client(parts, v02);
    // 0.1 begins with an empty frame; its requests have no command, so service and body stand where those of 0.2 do.
    const bool old = parts.size() >= 4 && parts[1].empty();
    if (old && parts.size() >= 5 && parts[2] == mdp::client_01) return from_client(parts, v01);
    if (old && parts[2] == mdp::worker_01) {
        parts.drop(1);
        return from_worker(parts, v01);
    }
    ++dropped_.malformed;
}

bool Switchboard::serves(std::string_view service) const {
    const auto known = services_.find(service);
    return known != services_.end() && !known->second->workers.empty();
}

// Requests

void Switchboard::from_client(Parts& parts, mdp::Version speaks) {
    constexpr char request_command = static_cast<char>(mdp::ClientCommand::request);
    if (speaks == mdp::Version::v02 && (parts[2].size() != 1 || parts[2][0] != request_command)) {
        ++dropped_.malformed;
        return;
    }
    const Peer client{parts[0], speaks};
    const std::string_view name = parts[3], body = parts[4];
    const auto request = parse_request(body);
    if (!allow(parts, client, request)) return;
    if (is_reserved(name)) return own_(client, guard_.sender_of(parts.frame(1)), name, body);

    const std::uint32_t msgid = request ? request->msgid : 0;
    const std::string_view method = request ? request->method : "*";
    ++last_call_;
    if (tap_.open())
        tap_.tell({.kind = TapKind::req,
                   .call = last_call_,
                   .service = name,
                   .method = method,
                   .peer = parts[0],
                   .body = parts.from(4)},
                  now_);
    const auto known = services_.find(name);
    if (known == services_.end() || known->second->workers.empty()) {
        const auto answer = make_error(msgid, Error(Code::unavailable, "nobody serves this name now"));
        if (known != services_.end()) {
            ++known->second->count.requests;
            ++known->second->count.errors;
        }
        if (tap_.open())
            tap_.tell({.kind = TapKind::err,
                       .call = last_call_,
                       .service = name,
                       .method = method,
                       .arrived = now_,
                       .code = name_of(Code::unavailable)},
                      now_);
        if (link_.to_client(client, mdp::ClientCommand::final, name, answer) == Link::Sent::gone)
            ++dropped_.unreachable;
        return;
    }
    Service& service = *known->second;
    Call call{std::string(client.id), speaks, msgid, &service, &service.method(method), 0, now_, last_call_};
    call.method->count.bytes += bytes_of(parts.from(4));
    // Who speaks 0.1 hears one instance: there is no other way to answer in parts.
    if (is_introspection(method) && speaks == mdp::Version::v02) fan_out(std::move(call), parts.from(4));
    else route(std::move(call), parts.from(4), guard_.sender_of(parts.frame(1)));
}

bool Switchboard::allow(Parts& parts, const Peer& client, const std::optional<RequestBody>& request) {
    if (!guard_.has_keys()) return true;
    const Grants& who = guard_.of(parts.frame(1));
    const std::string_view service = parts[3], method = request ? request->method : "*";
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
        parts.put(5, with_actor(parts.size() > 5 ? parts[5] : std::string_view(), who.actor));
        return true;
    } catch (const Error& error) {
        const bool other = error.code() == Code::permission_denied;
        return refuse(client, service, msgid, other ? guard_.refuse(who, "act_for_others", {}) : error), false;
    }
}

void Switchboard::refuse(const Peer& client, std::string_view service, std::uint32_t msgid, const Error& error) {
    if (link_.to_client(client, mdp::ClientCommand::final, service, make_error(msgid, error)) == Link::Sent::gone)
        ++dropped_.unreachable;
}

void Switchboard::route(Call call, std::span<zmq::message_t> body, std::string_view sender) {
    while (Worker* const worker = call.service->least_loaded()) {
        if (hand_over(*worker, call, body)) return;
        lose(*worker);
    }
    if (call.service->workers.empty()) return fail(call, Code::unavailable, "nobody serves this name now");
    queue(std::move(call), body, sender);
}

void Switchboard::queue(Call call, std::span<zmq::message_t> body, std::string_view sender) {
    Service& service = *call.service;
    if (service.waiting.size() >= options_.max_waiting || service.waiting_bytes > options_.max_waiting_bytes)
        return fail(call, Code::resource_exhausted, "too many requests wait for this service: try later");
    const Time deadline = deadline_of(body, call.arrived);
    const std::size_t bytes = bytes_of(body);
    service.waiting_bytes += bytes;
    service.waiting.push_back({std::move(call),
                               {std::move_iterator(body.begin()), std::move_iterator(body.end())},
                               deadline,
                               bytes,
                               guard_.has_keys() ? std::string(sender) : std::string()});
    expiry_.no_later_than(deadline);
}

bool Switchboard::hand_over(Worker& worker, Call& call, std::span<zmq::message_t> body) {
    if (largest(body) > worker.max_bytes) {
        fail(call, Code::invalid_argument,
             "the request is larger than the " + std::to_string(worker.max_bytes) + " bytes that this service takes");
        return true;
    }
    const auto slot = table_.add(worker, std::move(call));
    const auto token = table_.token_of(slot);
    if (link_.request_to_worker(worker.peer(), {token.data(), token.size()}, body) == Link::Sent::gone) {
        call = table_.remove(slot);
        return false;
    }
    worker.told = now_;
    return true;
}

/// The same for one that has waited: what its caller would no longer read is not begun.
bool Switchboard::hand_over(Worker& worker, Waiting& waiting) {
    if (waiting.deadline != Time::max()) {
        const auto left = std::chrono::floor<std::chrono::milliseconds>(waiting.deadline - now_);
        if (left <= 0ms) {
            fail(waiting.call, Code::deadline_exceeded, "the time was over before the request was begun");
            return true;
        }
        if (waiting.body.size() > 1) {
            const auto header = with_ttl(view_of(waiting.body[1]), left);
            waiting.body[1] = zmq::message_t(header.data(), header.size());
        }
    }
    return hand_over(worker, waiting.call, waiting.body);
}

/// Gives the worker what waits, up to its credit. The worker may be gone afterwards.
void Switchboard::refill(Worker& worker) {
    Service& service = *worker.service;
    while (worker.free()) {
        const bool own = !worker.asked.empty();
        auto& line = own ? worker.asked : service.waiting;
        if (line.empty()) return;
        Waiting next = std::move(line.front());
        line.pop_front();
        if (!hand_over(worker, next)) {
            line.push_front(std::move(next));
            return lose(worker);
        }
        if (!own) service.waiting_bytes -= next.bytes;
    }
}

void Switchboard::expire() {
    now_ = std::chrono::steady_clock::now();
    Time next = Time::max();
    for (auto& [name, service] : services_) {
        std::deque<Waiting> kept;
        for (Waiting& waiting : service->waiting) {
            if (waiting.deadline <= now_) {
                service->waiting_bytes -= waiting.bytes;
                fail(waiting.call, Code::deadline_exceeded, "the time was over before the request was begun");
            } else {
                next = std::min(next, waiting.deadline);
                kept.push_back(std::move(waiting));
            }
        }
        service->waiting.swap(kept);
    }
    std::vector<std::uint64_t> over;
    for (const auto& [id, question] : fan_outs_) {
        if (question.until <= now_) over.push_back(id);
        else next = std::min(next, question.until);
    }
    for (const auto id : over) finish(id);
    for (const auto& [id, worker] : workers_)
        std::erase_if(worker->asked, [this](const Waiting& waiting) { return waiting.deadline <= now_; });
    if (next != Time::max()) expiry_.no_later_than(std::max(next, now_ + expiry_grain));
}

// Answers to clients

void Switchboard::fail(const Call& call, Code code, const std::string& message) {
    if (call.fan_out) return part_lost(call.fan_out);
    const auto answer = make_error(call.msgid, Error(code, message));
    if (link_.to_client(call.peer(), mdp::ClientCommand::final, call.service->name, answer) == Link::Sent::gone)
        ++dropped_.unreachable;
    if (tap_.open()) show_error(call, code);
    count(call, true);
}

void Switchboard::show_error(const Call& call, Code code) {
    tap_.tell({.kind = TapKind::err,
               .call = call.number,
               .service = call.service->name,
               .method = call.method->name,
               .arrived = call.arrived,
               .code = name_of(code)},
              now_);
}

void Switchboard::show_answer(const Call& call, std::string_view instance, std::span<const zmq::message_t> body,
                              bool failed, bool last) {
    std::string_view code;
    if (const auto reply = failed ? parse_reply(view_of(body.front())) : std::nullopt)
        code = name_of(reply->error ? reply->error->code() : Code::internal);
    tap_.tell({.kind = failed ? TapKind::err : TapKind::rep,
               .call = call.number,
               .service = call.service->name,
               .method = call.method->name,
               .peer = instance,
               .body = body,
               .arrived = call.arrived,
               .code = code,
               .last = last},
              now_);
}

void Switchboard::count(const Call& call, bool failed) {
    const auto took = now_ - call.arrived;
    for (Count* const each : {&call.service->count, &call.method->count}) {
        ++each->requests;
        each->errors += failed;
        each->total += took;
    }
    call.method->latency.record(took);
}

// Questions to every instance of a service

void Switchboard::fan_out(Call call, std::span<zmq::message_t> body) {
    constexpr std::size_t most_questions = 1'000;
    if (fan_outs_.size() >= most_questions)
        return fail(call, Code::resource_exhausted, "too many questions to services are open: try later");
    const std::uint64_t id = ++last_fan_out_;
    const auto ttl = body.size() > 1 ? ttl_of(view_of(body[1])) : std::nullopt;
    const Time until = now_ + std::min<std::chrono::milliseconds>(2s, ttl.value_or(2s) * 3 / 4);
    const auto workers = call.service->workers;  // a copy: one that turns out to be gone leaves the list
    const Call part{call.client, call.speaks, call.msgid, call.service, call.method, id, now_, call.number};
    fan_outs_.emplace(id,
                      FanOut{std::move(call), {static_cast<std::int64_t>(workers.size()), 0}, workers.size(), until});
    for (Worker* const worker : workers) {
        Waiting mine{part, std::vector<zmq::message_t>(body.size()), until};
        for (std::size_t i = 0; i < body.size(); ++i) mine.body[i].copy(body[i]);
        if (!worker->free()) worker->asked.push_back(std::move(mine));
        else if (!hand_over(*worker, mine.call, mine.body)) {
            lose(*worker);
            part_lost(id);
        }
    }
    expiry_.no_later_than(until);
}

void Switchboard::part_answered(std::uint64_t id, std::span<zmq::message_t> body, bool last) {
    const auto question = fan_outs_.find(id);
    if (question == fan_outs_.end()) return;  // it came too late
    const Call& call = question->second.call;
    if (link_.to_client(call.peer(), mdp::ClientCommand::partial, call.service->name, body) == Link::Sent::gone)
        ++dropped_.unreachable;
    if (!last) return;
    ++question->second.result.answered;
    part_lost(id);
}

void Switchboard::part_lost(std::uint64_t id) {
    const auto question = fan_outs_.find(id);
    if (question != fan_outs_.end() && --question->second.open == 0) finish(id);
}

void Switchboard::finish(std::uint64_t id) {
    const FanOut question = std::move(fan_outs_.extract(id).mapped());
    const Call& call = question.call;
    const auto answer = make_reply(call.msgid, encode(question.result));
    if (tap_.open()) show_answer(call, {}, {}, false, true);
    if (link_.to_client(call.peer(), mdp::ClientCommand::final, call.service->name, answer) == Link::Sent::gone)
        ++dropped_.unreachable;
    count(call, false);
}

}  // namespace rapport::bus
