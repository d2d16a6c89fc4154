// SPDX-License-Identifier: MIT
#include "services/gateway/testing/sample.hpp"

#include <algorithm>

#include "bus/base/codec.hpp"
#include "bus/base/retry.hpp"
#include "bus/base/wire.hpp"
#include "bus/wire/endpoints.hpp"
#include "services/kit/own_parties.hpp"

namespace rapport::gateway::testing {
namespace {

template <class Req, class Res>
bus::MethodInfo method(const char* name, const char* kind, const char* verb, const char* path, int status = 200) {
    return {.name = name,
            .kind = kind,
            .doc = std::string("Does ") + name,
            .verb = verb,
            .path = path,
            .status = status,
            .roles = {"agent"},
            .request = {schema_of(shape_of<Req>())},
            .result = {schema_of(shape_of<Res>())}};
}

}  // namespace

bus::ServiceInfo sample_info() {
    bus::ServiceInfo info{.name = "samples", .version = "0.1.0", .instance = "i-1", .doc = "Samples for tests"};
    info.methods = {
        method<Make, Sample>("make", "command", "POST", "/samples", 201),
        method<Change, Sample>("change", "command", "PATCH", "/samples/{id}"),
        method<ById, Sample>("get", "query", "GET", "/samples/{id}"),
        method<List, Page>("list", "query", "GET", "/samples"),
        method<Change, Sample>("finish", "command", "POST", "/samples/{id}/finish"),
        method<ById, Key>("make_key", "command", "POST", "/samples/{id}/key"),
        method<ById, Sample>("remove", "command", "DELETE", "/samples/{id}"),
    };
    info.methods.push_back(method<List, Page>("count", "query", "GET", "/counts"));
    info.methods.push_back(method<List, File>("count_csv", "query", "GET", "/counts/csv"));
    info.methods.push_back(method<ById, Sample>("follow", "query", "GET", "/outside/samples/{id}"));
    info.methods.back().roles = {"respondent"};
    info.methods.push_back({.name = "only_bus", .kind = "query"});
    info.events = {{"samples.made", "A sample was made", {schema_of(shape_of<Sample>())}}};
    return info;
}

SampleService::SampleService(const std::string& bus_url, std::string name, std::vector<bus::Event> history)
    : name_(std::move(name)), events_(std::move(history)), publisher_(loop_, bus::Endpoints::of(bus_url).publish) {
    const auto handle = [this](const bus::Request& request) {
        try {
            const auto result = answer(request);
            if (!result.empty()) server_->reply(request, result);
        } catch (const Error& e) {
            server_->fail(request, e);
        }
    };
    server_ = std::make_unique<bus::Server>(loop_, bus_url, bus::ServerOptions{.service = name_}, handle);
    thread_ = std::jthread([this] { loop_.run(); });
}

SampleService::~SampleService() {
    loop_.stop();
    thread_.join();
}

void SampleService::tell_of(std::vector<Uuid> parties, const std::string& title, bool live) {
    const std::scoped_lock lock(mutex_);
    const Instant now = SystemClock().now();
    events_.push_back({.id = new_uuid(now),
                       .source = name_,
                       .type = name_ + ".made",
                       .subject = title,
                       .time = now,
                       .sequence = static_cast<std::int64_t>(events_.size()) + 1,
                       .epoch = epoch_,
                       .recorded = now,
                       .actor = {.id = "user:1"},
                       .parties = std::move(parties),
                       .data = any_of(Sample{.id = "s", .title = title})});
    if (live) loop_.post([this, event = events_.back()] { publisher_.publish(event); });
}

void SampleService::give(const std::string& actor, std::vector<Uuid> parties) {
    const std::scoped_lock lock(mutex_);
    given_[actor] = std::move(parties);
}

void SampleService::fail_events(int times) {
    const std::scoped_lock lock(mutex_);
    failing_ = times;
}

std::vector<bus::Event> SampleService::history() const {
    const std::scoped_lock lock(mutex_);
    return events_;
}

void SampleService::restore() {
    const std::scoped_lock lock(mutex_);
    events_.clear();
    epoch_ += "'";
}

/// Two at a time, and to who sees some parties alone theirs.
std::string SampleService::answer_events(const bus::Request& request) {
    if (failing_ > 0 && failing_--) throw Error(Code::unavailable, "not now");
    const auto read = decode<bus::ReadEvents>(request.params);
    const Actor& actor = request.header.actor.value();
    const bool part = kit::OwnParties::limit(actor);
    std::vector<std::string> own = actor.parties;
    for (const Uuid& party : given_[actor.id]) own.push_back(to_text(party));
    const auto is_own = [&](const Uuid& party) { return std::ranges::find(own, to_text(party)) != own.end(); };
    bus::EventPage page{.epoch = epoch_, .last = static_cast<std::int64_t>(events_.size())};
    if (part) page.through = page.last;
    for (const auto& event : events_) {
        if (event.sequence <= read.after || (part && std::ranges::none_of(event.parties, is_own))) continue;
        page.events.push_back(event);
        if (page.events.size() < 2) continue;
        if (part) page.through = event.sequence;
        break;
    }
    return encode(page);
}

bus::Header SampleService::last_header() const {
    const std::scoped_lock lock(mutex_);
    return last_header_;
}

void SampleService::hold(bool on) {
    const std::scoped_lock lock(mutex_);
    held_ = on;
    changed_.notify_all();
}

void SampleService::wait_until_asked() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return asked_; });
}

void SampleService::wait_while_held() {
    std::unique_lock lock(mutex_);
    asked_ = held_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !held_; });
}

std::string SampleService::answer(const bus::Request& request) {
    if (request.method == "get" || request.method == "make_key") wait_while_held();
    const std::scoped_lock lock(mutex_);
    if (request.method == "$info") {
        auto info = sample_info();
        info.name = name_;
        return encode(info);
    }
    if (request.method == "$events") return answer_events(request);
    if (request.method == "$watermark")
        return encode(
            bus::Watermark{.source = name_, .epoch = epoch_, .last = static_cast<std::int64_t>(events_.size())});
    if (request.method == "$stats")
        return from_json(R"({"name":"samples","instance":"i-1","num_requests":7,"store":{"state":")" + store_ +
                         R"(","reason":"make room","since":"2026-11-24T08:00:00.000Z"}})");
    if (request.method == "follow" && request.header.actor->roles != std::vector<std::string>{"respondent"})
        throw Error(Code::permission_denied, "for respondents");
    if (request.method == "get" || request.method == "follow") {
        const auto id = decode<ById>(request.params).id;
        return id == "hang" ? std::string{} : encode(get(id));
    }
    if (request.method == "count_csv")
        return encode(File{"counts \"2026\".csv", "text/csv", "a,b\r\n" + std::to_string(samples_.size()) + ",ü\r\n"});
    if (request.method == "list" || request.method == "count") {
        const auto list = decode<List>(Any{request.params});
        Page page;
        for (const auto& tag : list.tags) page.items.push_back({.id = tag, .title = std::to_string(list.limit)});
        return encode(page);
    }
    last_header_ = request.header;
    if (request.method == "make_key") return encode(Key{decode<ById>(request.params).id, "open sesame"});
    if (request.method == "make" && store_ != "ok" && ++refused_ > 0)
        throw unavailable("the store has no room left", "store_" + store_, std::chrono::seconds(10));
    if (request.method == "make") return make(request);
    if (request.method == "finish")
        throw Error(Code::failed_precondition, "a sample that is new cannot be finished",
                    {from_json(R"({"allowed_moves":["change","remove"]})")});
    if (request.method == "change") {
        const auto change = decode<Change>(request.params);
        Sample sample = get(change.id);
        if (change.version.value_or(sample.version) != sample.version)
            throw Error(Code::aborted, "it has changed",
                        {from_json("{\"version\":" + std::to_string(sample.version) + "}")});
        if (change.title) sample.title = *change.title;
        ++sample.version;
        return encode(samples_[sample.id] = sample);
    }
    throw Error(Code::unimplemented, "no such method");
}

std::string SampleService::make(const bus::Request& request) {
    auto& kept = by_key_[request.header.idem.value_or("")];
    if (!kept.empty()) return kept;
    const auto title = decode<Make>(request.params).title;
    const Sample sample{.id = "s-" + std::to_string(++made_), .title = title, .version = 1};
    samples_[sample.id] = sample;
    return kept = encode(sample);
}

Sample SampleService::get(const std::string& id) const {
    if (id == "mine") throw Error(Code::permission_denied, "the role agent is needed");
    const auto found = samples_.find(id);
    if (found == samples_.end()) throw Error(Code::not_found, "there is no such sample");
    return found->second;
}

}  // namespace rapport::gateway::testing
