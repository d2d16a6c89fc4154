// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/engine/engine.hpp"
#include "services/kit/testing/store.hpp"

namespace rapport::testing_kit {

/// A clock that stands until the test moves it.
class ManualClock final : public Clock {
public:
    Instant now() const override { return now_; }
    void set(Instant now) { now_ = now; }
    void advance(Millis by) { now_ = now_ + by; }

private:
    Instant now_ = *instant_from("2026-03-02T09:00:00Z");  // a Monday
};

/// The id of the user of that name, of at most 16 letters, in every test.
kit::UserId user_id(std::string_view name);

/// A service's real engine on a real store, without bus and threads: what a test calls, delivers and lets pass happens
/// at once.
class TestBed {
public:
    explicit TestBed(kit::Definition definition, const std::string& backend = "sqlite");
    /// On a store that an earlier version wrote.
    TestBed(kit::Definition definition, const Dump& dump);

    /// Who calls from now on; a manager to begin with.
    void act_as(const std::string& id, std::vector<std::string> roles);
    void act_as(const kit::UserId& user, std::vector<std::string> roles) {
        act_as("user:" + to_text(user), std::move(roles));
    }
    /// user_id(name), of whom accounts tell if the service does not know them so.
    kit::UserId user(const std::string& name, bool active = true);
    /// The header's idempotency key of the next call alone.
    void with_key(const std::string& idem) { idem_ = idem; }

    /// What another service answers, from now on, to a question that a command asks first.
    template <class Req, class Res>
    void answer(const std::string& service, const kit::Query<Req, Res>& question, const Res& answer) {
        answers_[std::string(question.name)][service] = encode(answer);
    }

    template <class Req, class Res>
    Res call(const kit::Command<Req, Res>& command, const Req& request) {
        return decode_stored<Res>(command_(std::string(command.name), encode(request)));
    }
    template <class Req, class Res>
    Res call(const kit::Query<Req, Res>& query, const Req& request) {
        return decode_stored<Res>(query_(std::string(query.name), encode(request)));
    }
    template <class Req, class Res>
    Res call(const kit::Operation<Req, Res>& operation, const Req& request) {
        return decode_stored<Res>(operation_(std::string(operation.name), encode(request)));
    }
    /// The next event of its source, to each of our consumers of that source. Returns what became of it.
    template <class D>
    kit::Outcome deliver(const kit::Event<D>& type, const Uuid& subject, const D& data) {
        return deliver(make(type, subject, data));
    }
    kit::Outcome deliver(const bus::Event& event);
    /// That event, unsent, with the next sequence of its source.
    template <class D>
    bus::Event make(const kit::Event<D>& type, const Uuid& subject, const D& data) {
        return make_(std::string(type.type), subject, any_of(data));
    }

    /// What another service says of itself.
    kit::Outcome introduce(const bus::ServiceInfo& info) { return run(kit::Introduction{info}); }

    /// What was told so far under that type, in order.
    template <class D>
    std::vector<D> emitted(const kit::Event<D>& type) {
        std::vector<D> all;
        for (const bus::Event& event : events)
            if (event.type == type.type) all.push_back(decode_stored<D>(event.data));
        return all;
    }
    /// Moves the clock and runs the timers that are due.
    void advance(Millis by);
    /// Runs every job that may run, and those that these start.
    void run_jobs();

    kit::Engine& engine() { return *engine_; }
    kit::Db& reader() { return *reader_; }
    const std::string& folder() const { return store_.folder(); }
    const std::string& dsn() const { return store_.dsn(); }
    /// The same store opened anew, as after a restart; the definition's routes still point to the same objects.
    void reopen();
    /// The same with other routes, as after a restart with other settings.
    void reopen(kit::Definition definition) {
        definition_ = std::move(definition);
        reopen();
    }

    ManualClock clock;
    std::vector<bus::Event> events;  ///< everything told so far

private:
    std::string command_(const std::string& method, std::string params);
    std::string query_(const std::string& method, std::string params);
    std::string operation_(const std::string& method, std::string params);
    bus::Event make_(std::string type, const Uuid& subject, Any data);
    kit::Outcome run(kit::Work work);

    TestStore store_;
    kit::Definition definition_;
    std::unique_ptr<kit::Engine> engine_;
    std::unique_ptr<kit::Db> reader_;
    Actor actor_{.id = "user:test", .kind = "person", .roles = {"manager"}};
    std::optional<std::string> idem_;
    std::map<std::string, kit::Answers> answers_;  ///< by question
    std::map<std::string, std::int64_t> sequences_;
    std::map<std::string, std::vector<bool>> users_;  ///< by name: whether they were active, of each version
};

}  // namespace rapport::testing_kit
