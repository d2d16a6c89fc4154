// SPDX-License-Identifier: MIT
// The switchboard's third part: workers coming, answering and leaving.
#include <spdlog/spdlog.h>

#include <algorithm>

#include "bus/base/wire.hpp"
#include "bus/broker/switchboard.hpp"
#include "bus/wire/walk.hpp"

namespace rapport::bus {
namespace {

bool is_service_name(std::string_view name) {
    constexpr std::size_t longest = 100;
    const auto printable = [](char c) { return c > ' ' && c < 0x7f; };
    return !name.empty() && name.size() <= longest && std::all_of(name.begin(), name.end(), printable) &&
           !is_reserved(name);
}

/// READY's extra frame. A value of another type counts as absent; a map of which nothing is understood still asks for
/// one request at a time.
void read_announcement(std::string_view frame, Worker& worker) {
    Walk at(frame);
    for (auto pairs = at.map().value_or(0); pairs > 0; --pairs) {
        const auto key = at.text();
        const auto value = key ? at.value() : std::nullopt;
        if (!value) return;
        if (*key == "win") {
            const auto credit = Walk(*value).natural();
            if (!credit) continue;
            worker.credit = static_cast<std::uint32_t>(std::clamp<std::uint64_t>(*credit, 1, mdp::max_credit));
            worker.announced = true;
        } else if (*key == "inst") {
            worker.instance = Walk(*value).text().value_or("").substr(0, 100);
        } else if (*key == "maxbytes") {
            const auto most = Walk(*value).natural();
            if (most) worker.max_bytes = std::min<std::uint64_t>(WireLimits::bytes, *most);
        }
    }
}

}  // namespace

void Switchboard::from_worker(Parts& parts, mdp::Dialect speaks) {
    using enum mdp::WorkerCommand;
    auto command = parts[2].size() == 1 ? static_cast<mdp::WorkerCommand>(parts[2][0]) : mdp::WorkerCommand{};
    if (speaks.old) command = mdp::from_01(static_cast<char>(command));
    if (command == ready) return this->ready(parts, speaks);
    Worker* const worker = worker_of(parts[0]);
    if (!worker) {
        // It takes us for the broker that we were before a restart: told so, it introduces itself again.
        if (command != disconnect) link_.command_to_worker({parts[0], speaks}, disconnect);
        return;
    }
    worker->heard = now_;
    const bool was_full = std::exchange(worker->full, false);
    if (tap_.open() && (command == heartbeat || command == disconnect))
        show_life(*worker, command == heartbeat ? "heartbeat" : "disconnect");
    if (command == final || command == partial) return answer(*worker, parts, command == final);
    if (command == disconnect) return this->disconnect(*worker);
    if (command != heartbeat) return send_away(*worker, "this is no command of a worker's");
    if (was_full) refill(*worker);
}

Worker* Switchboard::worker_of(std::string_view id) {
    const auto known = workers_.find(id);
    return known == workers_.end() ? nullptr : known->second.get();
}

/// The service of that name, made if it is new; nullptr if it may not be served.
Service* Switchboard::service_to_serve(std::string_view name) {
    if (const auto known = services_.find(name); known != services_.end()) return known->second.get();
    if (!is_service_name(name) || services_.size() >= options_.max_services) return nullptr;
    auto service = std::make_unique<Service>();
    service->name = name;
    return services_.emplace(name, std::move(service)).first->second.get();
}

void Switchboard::ready(Parts& parts, mdp::Dialect speaks) {
    if (Worker* const before = worker_of(parts[0])) lose(*before);
    const std::string_view sender = guard_.sender_of(parts.frame(1)), name = parts[3];
    if (const Grants& who = guard_.of(sender); !name.empty() && !who.may_serve(name)) {
        const auto error = guard_.refuse(who, "serve", name);
        link_.command_to_worker({parts[0], speaks}, mdp::WorkerCommand::disconnect, error.message());
        return;
    }
    Service* const service = service_to_serve(name);
    if (!service) return refuse_to_serve({parts[0], speaks, connection_of(parts)}, name);
    auto worker = std::make_unique<Worker>();
    worker->id = parts[0];
    worker->speaks = speaks;
    worker->fd = connection_of(parts);
    worker->sender = sender;
    worker->service = service;
    worker->max_bytes = WireLimits::bytes;
    worker->heard = worker->told = now_;
    if (parts.size() > 4) read_announcement(parts[4], *worker);
    if (worker->instance.empty()) worker->instance = address_of(worker->fd);
    spdlog::info("{}: instance {} is there, credit {}", service->name, worker->instance, worker->credit);
    service->workers.push_back(worker.get());
    if (tap_.open()) show_life(*worker, "ready");
    Worker& added = *workers_.emplace(worker->id, std::move(worker)).first->second;
    refill(added);
}

void Switchboard::refuse_to_serve(const Peer& worker, std::string_view name) {
    const std::string why = is_service_name(name)
                                ? "there are " + std::to_string(options_.max_services) + " names already"
                                : "a service's name is 1 to 100 printable ASCII characters without blanks, and none of "
                                  "the bus's own";
    spdlog::warn("{} may not serve: {}", address_of(worker.fd), why);
    link_.command_to_worker(worker, mdp::WorkerCommand::disconnect, why);
}

void Switchboard::show_life(const Worker& worker, std::string_view what) {
    tap_.tell({.kind = TapKind::hb, .service = worker.service->name, .method = what, .peer = worker.instance}, now_);
}

/// Token, and an empty frame if the worker puts it there, and the body.
void Switchboard::answer(Worker& worker, Parts& parts, bool last) {
    const auto slot = table_.find(parts[3], worker);
    if (!slot) {
        ++dropped_.unknown_tokens;
        // What was answered before is nobody's loss. Else somebody waits for this answer, and nothing says who.
        if (!table_.was_good(parts[3])) send_away(worker, "it answers what it does not hold");
        return;
    }
    const std::size_t at = parts.size() > 4 && parts[4].empty() ? 5 : 4;
    if (at >= parts.size()) parts.put(at, "");  // without a body: an empty one
    const auto body = parts.from(at);
    if (!parts.cut_off() && body.size() <= mdp::max_body_frames) return pass_on(worker, *slot, body, last);
    const std::string most = std::to_string(mdp::max_body_frames);
    fail(table_.remove(*slot), Code::internal, "the service answered with more than " + most + " frames");
    send_away(worker, "a body has at most " + most + " frames");
}

void Switchboard::pass_on(Worker& worker, RequestTable::Slot slot, std::span<zmq::message_t> body, bool last) {
    const bool failed = is_failure(view_of(body.front()));
    Call& answered = table_[slot].call;
    for (const auto& frame : body) answered.method->count.bytes += frame.size();
    if (tap_.open()) show_answer(answered, worker.instance, body, failed, last && !answered.fan_out);
    if (!last) {
        if (answered.fan_out) part_answered(answered.fan_out, body, false);
        else if (answered.speaks.old) answered.cut_short = true;
        else tell(answered, mdp::ClientCommand::partial, body);
        return;
    }
    const Call call = table_.remove(slot);
    if (call.fan_out) {
        part_answered(call.fan_out, body, true);
    } else if (call.cut_short) {
        fail(call, Code::unimplemented, "this method answers in parts, which takes Majordomo 0.2");
    } else {
        tell(call, mdp::ClientCommand::final, body);
        count(call, failed);
    }
    if (worker.leaving && worker.in_hand == 0) forget(worker);
    else refill(worker);
}

void Switchboard::send_away(Worker& worker, const std::string& why) {
    ++dropped_.malformed;
    spdlog::warn("{}: instance {} is sent away: {}", worker.service->name, worker.instance, why);
    link_.command_to_worker(worker.peer(), mdp::WorkerCommand::disconnect, why);
    lose(worker);
}

/// A worker with credit may still answer what it holds; a plain one has none that it would.
void Switchboard::disconnect(Worker& worker) {
    if (!worker.announced || worker.in_hand == 0) return lose(worker);
    if (worker.leaving) return;
    spdlog::info("{}: instance {} takes no more, {} in hand", worker.service->name, worker.instance, worker.in_hand);
    worker.leaving = true;
    std::erase(worker.service->workers, &worker);
    for (const Waiting& waiting : std::exchange(worker.asked, {})) part_lost(waiting.call.fan_out);
    if (worker.service->workers.empty()) lost_its_last_worker(*worker.service);
}

/// The worker is gone. What it held may or may not have happened.
void Switchboard::lose(Worker& worker) {
    Service& service = *worker.service;
    spdlog::log(worker.in_hand ? spdlog::level::warn : spdlog::level::info, "{}: instance {} has left, {} in hand",
                service.name, worker.instance, worker.in_hand);
    while (worker.newest)
        fail(table_.remove(worker.newest), Code::in_doubt, "the service was lost while it had the request");
    for (const Waiting& waiting : std::exchange(worker.asked, {})) part_lost(waiting.call.fan_out);
    std::erase(service.workers, &worker);
    forget(worker);
    if (service.workers.empty()) lost_its_last_worker(service);
}

void Switchboard::forget(Worker& worker) { workers_.erase(workers_.find(worker.id)); }

void Switchboard::lost_its_last_worker(Service& service) {
    service.waiting_bytes = 0;
    for (const Waiting& waiting : std::exchange(service.waiting, {}))
        fail(waiting.call, Code::unavailable, "nobody serves this name now");
}

void Switchboard::beat() {
    // If it was we who were stopped, what the workers sent meanwhile has not been read yet.
    const bool we_slept = now_ - last_beat_ > 2 * mdp::heartbeat;
    last_beat_ = now_;
    std::vector<Worker*> gone;
    for (auto& [id, worker] : workers_) {
        if (we_slept) worker->heard = now_;
        // Who may be silent for long may also be cut off. It is sent something each second.
        const bool cut_off = now_ - worker->heard > mdp::patience && !is_acknowledged(worker->fd, mdp::patience);
        if (cut_off || worker->silent(now_)) {
            link_.command_to_worker(worker->peer(),
                                    mdp::WorkerCommand::disconnect);  // should it live, it introduces itself again
            gone.push_back(worker.get());
        } else if (now_ - worker->told >= mdp::heartbeat * 9 / 10) {
            worker->told = now_;
            if (link_.command_to_worker(worker->peer(), mdp::WorkerCommand::heartbeat) == Link::Sent::gone)
                gone.push_back(worker.get());
        }
    }
    for (Worker* const worker : gone) lose(*worker);
}

void Switchboard::review() {
    std::vector<Worker*> gone;
    for (auto& [id, worker] : workers_) {
        const Grants& who = guard_.of(worker->sender);
        if (who.may_serve(worker->service->name)) continue;
        const auto error = guard_.refuse(who, "serve", worker->service->name);
        link_.command_to_worker(worker->peer(), mdp::WorkerCommand::disconnect, error.message());
        gone.push_back(worker.get());
    }
    for (Worker* const worker : gone) lose(*worker);
    for (auto& [name, service] : services_) {
        for (auto& waiting : std::exchange(service->waiting, {})) {
            const Grants& who = guard_.of(waiting.sender);
            const auto request = parse_request(view_of(waiting.body.front()));
            const std::string_view method = request ? request->method : "*";
            if (who.may_call(name, method)) {
                service->waiting.push_back(std::move(waiting));
            } else {
                const auto error = guard_.refuse(who, "call", name + "." + std::string(method));
                service->waiting_bytes -= waiting.bytes;
                fail(waiting.call, error.code(), error.message());
            }
        }
    }
}

void Switchboard::probe() {
    std::vector<Worker*> gone;
    for (auto& [id, worker] : workers_) {
        worker->told = now_;
        if (link_.command_to_worker(worker->peer(), mdp::WorkerCommand::heartbeat) == Link::Sent::gone)
            gone.push_back(worker.get());
    }
    for (Worker* const worker : gone) lose(*worker);
}

}  // namespace rapport::bus
