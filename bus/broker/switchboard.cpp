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

}  // namespace

Switchboard::Switchboard(Loop& loop, Link& link, Delivery& delivery, Guard& guard, Tap& tap,
                         const BrokerOptions& options, OwnService own)
    : link_(link),
      delivery_(delivery),
      guard_(guard),
      tap_(tap),
      options_(options),
      own_(std::move(own)),
      expiry_(loop, [this] { expire(); }) {}

void Switchboard::handle(Parts& parts) {
    const bool empty_first = parts[1].empty();
    const std::string_view protocol = parts[empty_first ? 2 : 1];
    const bool old = protocol == mdp::client_01 || protocol == mdp::worker_01;
    const mdp::Dialect speaks{old, empty_first};
    if (protocol == mdp::client || protocol == mdp::client_01) return from_client(parts, speaks, now_);
    if (protocol != mdp::worker && protocol != mdp::worker_01) return from_nobody(parts);
    if (empty_first) parts.drop(1);
    from_worker(parts, speaks);
}

bool Switchboard::serves(std::string_view service) const {
    const auto known = services_.find(service);
    return known != services_.end() && !known->second->workers.empty();
}

void Switchboard::route(Call call, std::span<zmq::message_t> body, std::string_view sender) {
    Service& service = *call.service;
    if (call.arrived != now_) {  // it was held back: its time has gone on
        queue(std::move(call), body, sender);
        if (Worker* const worker = service.least_loaded()) refill(*worker);
        return;
    }
    while (Worker* const worker = service.least_loaded()) {
        const auto sent = hand_over(*worker, call, body);
        if (sent == Link::Sent::yes) return;
        cannot_take(*worker, sent);
    }
    if (service.workers.empty()) return fail(call, Code::unavailable, "nobody serves this name now");
    queue(std::move(call), body, sender);
}

void Switchboard::cannot_take(Worker& worker, Link::Sent sent) {
    if (sent == Link::Sent::full) worker.full = true;
    else lose(worker);
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

Link::Sent Switchboard::hand_over(Worker& worker, Call& call, std::span<zmq::message_t> body) {
    if (largest(body) > worker.max_bytes) {
        fail(call, Code::invalid_argument,
             "the request is larger than the " + std::to_string(worker.max_bytes) + " bytes that this service takes");
        return Link::Sent::yes;
    }
    if (!worker.announced) {
        const Time deadline = deadline_of(body, now_);
        worker.quiet_until = deadline == Time::max() ? now_ + mdp::plain_request_time : deadline;
    }
    const auto slot = table_.add(worker, std::move(call));
    const auto token = table_.token_of(slot);
    const auto sent = link_.request_to_worker(worker.peer(), {token.data(), token.size()}, body);
    if (sent == Link::Sent::yes) worker.told = now_;
    else call = table_.remove(slot);
    return sent;
}

/// The same for one that has waited: what its caller would no longer read is not begun.
Link::Sent Switchboard::hand_over(Worker& worker, Waiting& waiting) {
    if (waiting.deadline != Time::max()) {
        const auto left = std::chrono::floor<std::chrono::milliseconds>(waiting.deadline - now_);
        if (left <= 0ms) {
            fail(waiting.call, Code::deadline_exceeded, "the time was over before the request was begun");
            return Link::Sent::yes;
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
        if (const auto sent = hand_over(worker, next); sent != Link::Sent::yes) {
            line.push_front(std::move(next));
            return cannot_take(worker, sent);
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

void Switchboard::tell(const Call& call, mdp::ClientCommand command, std::span<zmq::message_t> body) {
    if (delivery_.send(call.peer(), command, call.service->name, body) == Delivery::Sent::gone) ++dropped_.unreachable;
}

void Switchboard::tell(const Call& call, mdp::ClientCommand command, std::string_view body) {
    zmq::message_t frame(body);
    tell(call, command, std::span(&frame, 1));
}

void Switchboard::fail(const Call& call, Code code, const std::string& message) {
    if (call.fan_out) return part_lost(call.fan_out);
    tell(call, mdp::ClientCommand::final, make_error(call.msgid, Error(code, message)));
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
    const Time until = now_ + (ttl ? std::min<std::chrono::milliseconds>(2s, *ttl * 3 / 4) : 2s);
    const auto workers = call.service->workers;  // a copy: one that turns out to be gone leaves the list
    const Call part{call.client, call.speaks, call.fd, call.msgid, call.service, call.method, id, now_, call.number};
    fan_outs_.emplace(id,
                      FanOut{std::move(call), {static_cast<std::int64_t>(workers.size()), 0}, workers.size(), until});
    for (Worker* const worker : workers) {
        Waiting mine{part, std::vector<zmq::message_t>(body.size()), until};
        for (std::size_t i = 0; i < body.size(); ++i) mine.body[i].copy(body[i]);
        if (!worker->free()) {
            worker->asked.push_back(std::move(mine));
        } else if (const auto sent = hand_over(*worker, mine.call, mine.body); sent != Link::Sent::yes) {
            if (sent == Link::Sent::full) worker->asked.push_back(std::move(mine));
            else part_lost(id);
            cannot_take(*worker, sent);
        }
    }
    expiry_.no_later_than(until);
}

void Switchboard::part_answered(std::uint64_t id, std::span<zmq::message_t> body, bool last) {
    const auto question = fan_outs_.find(id);
    if (question == fan_outs_.end()) return;  // it came too late
    const Call& call = question->second.call;
    tell(call, mdp::ClientCommand::partial, body);
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
    tell(call, mdp::ClientCommand::final, answer);
    count(call, false);
}

}  // namespace rapport::bus
