// SPDX-License-Identifier: MIT
#include "services/kit/testing/bed.hpp"

#include <algorithm>

namespace rapport::testing_kit {
namespace {

/// As accounts tell of a user.
struct ToldUser {
    kit::UserId id;
    std::int64_t version = 0;
    std::string name;
    std::optional<std::string> email;
    bool active = true;
    static constexpr auto fields = describe(Field{"id", &ToldUser::id, ""}, Field{"version", &ToldUser::version, ""},
                                            Field{"name", &ToldUser::name, ""}, Field{"email", &ToldUser::email, ""},
                                            Field{"active", &ToldUser::active, ""});
};
struct UserTold {
    ToldUser user;
    static constexpr auto fields = describe(Field{"user", &UserTold::user, ""});
};

}  // namespace

kit::UserId user_id(std::string_view name) {
    kit::UserId id;
    std::ranges::copy(name.substr(0, id.bytes.size()), id.bytes.begin());
    return id;
}

TestBed::TestBed(kit::Definition definition, const std::string& backend)
    : store_(backend), definition_(std::move(definition)) {
    reopen();
}

TestBed::TestBed(kit::Definition definition, const Dump& dump) : store_(dump), definition_(std::move(definition)) {
    reopen();
}

void TestBed::reopen() {
    reader_.reset();
    engine_.reset();
    engine_ = std::make_unique<kit::Engine>(definition_, store_.dsn(), clock);
    reader_ = engine_->open_reader();
}

void TestBed::act_as(const std::string& id, std::vector<std::string> roles) {
    actor_ = {.id = id, .kind = "person", .roles = std::move(roles)};
}

kit::Outcome TestBed::run(kit::Work work) {
    kit::Committed committed = engine_->run({&work, 1});
    std::move(committed.events.begin(), committed.events.end(), std::back_inserter(events));
    return std::move(committed.outcomes.front());
}

kit::UserId TestBed::user(const std::string& name, bool active) {
    const kit::UserId id = user_id(name);
    auto& versions = users_[name];
    if (!versions.empty() && versions.back() == active) return id;
    versions.push_back(active);
    const std::string type = versions.size() == 1 ? "accounts.user_created" : "accounts.user_changed";
    deliver(make_(type, id,
                  any_of(UserTold{{.id = id,
                                   .version = std::ssize(versions),
                                   .name = name,
                                   .email = name + "@us.example",
                                   .active = active}})));
    return id;
}

std::string TestBed::command_(const std::string& method, std::string params) {
    kit::Invocation invocation{.method = method, .params = std::move(params)};
    invocation.header = {.idem = std::exchange(idem_, {}), .actor = actor_};
    invocation.references = kit::Invocation::References::settled;
    kit::Outcome outcome = run(invocation);
    if (outcome.asks) {
        invocation.answers = answers_[outcome.asks->method];
        for (const std::string& service : outcome.asks->without) invocation.answers->erase(service);
        outcome = run(std::move(invocation));
    }
    if (outcome.error) throw *outcome.error;
    return outcome.result;
}

std::string TestBed::query_(const std::string& method, std::string params) {
    kit::Invocation invocation{.method = method, .params = std::move(params)};
    invocation.header.actor = actor_;
    const kit::Outcome outcome = engine_->query(*reader_, invocation);
    if (outcome.error) throw *outcome.error;
    return outcome.result;
}

std::string TestBed::operation_(const std::string& method, std::string params) {
    kit::Invocation invocation{.method = method, .params = std::move(params)};
    invocation.header.actor = actor_;
    const kit::Outcome outcome = engine_->operate(*reader_, invocation);
    if (outcome.error) throw *outcome.error;
    return outcome.result;
}

bus::Event TestBed::make_(std::string type, const Uuid& subject, Any data) {
    const std::string source = type.substr(0, type.find('.'));
    return {.id = new_uuid(clock.now()),
            .source = source,
            .type = std::move(type),
            .subject = to_text(subject),
            .time = clock.now(),
            .sequence = ++sequences_[source],
            .epoch = "epoch-of-" + source,
            .recorded = clock.now(),
            .actor = actor_,
            .data = std::move(data)};
}

kit::Outcome TestBed::deliver(const bus::Event& event) {
    kit::Outcome outcome;
    std::vector<kit::Consumer> consumers = engine_->consumers();
    const kit::Consumer reaction{bus::Follower::From::head, event.source};
    if (engine_->hears_every_source() && event.source != engine_->name() &&
        std::ranges::find(consumers, reaction) == consumers.end())
        consumers.push_back(reaction);
    for (const kit::Consumer& consumer : consumers) {
        if (consumer.source != event.source) continue;
        if (engine_->cursor(consumer).epoch.empty())
            run(kit::NewEpoch{consumer, {.epoch = event.epoch, .sequence = event.sequence - 1}});
        outcome = run(kit::Delivery{consumer, event});
    }
    return outcome;
}

void TestBed::advance(Millis by) {
    clock.advance(by);
    for (auto due = engine_->due_timers(1); !due.empty(); due = engine_->due_timers(1)) {
        const kit::Outcome outcome = run(due.front());
        if (outcome.error) throw *outcome.error;
    }
}

void TestBed::run_jobs() {
    for (bool ran = true; ran;) {
        ran = false;
        for (const kit::JobRoute& route : engine_->job_routes()) {
            auto jobs = engine_->waiting_jobs(*reader_, route.kind, route.batch);
            std::vector<std::string> payloads;
            for (const kit::QueuedJob& job : jobs) payloads.push_back(job.payload);
            if (jobs.empty()) continue;
            ran = true;
            kit::View view(*reader_, clock.now(), actor_);
            auto outcomes = route.run(view, payloads);
            for (std::size_t i = 0; i < jobs.size(); ++i) {
                jobs[i].outcome = std::move(outcomes.at(i));
                run(std::move(jobs[i]));
            }
        }
    }
}

}  // namespace rapport::testing_kit
