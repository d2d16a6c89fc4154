// SPDX-License-Identifier: MIT
#pragma once
#include <gtest/gtest.h>

#include "services/gateway/accounts/desk.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::gateway::accounts {

/// The accounts' real engine and store, and the directory beside it.
class AccountsTest : public testing::TestWithParam<std::string> {
protected:
    explicit AccountsTest(SessionRules session_rules = {}) : rules(std::move(session_rules)) {
        bed.act_as("user:0", {"admin"});
    }

    User create(const std::string& name, std::vector<Role> roles) {
        return bed.call(api::create_user, {{.name = name, .roles = std::move(roles)}});
    }
    static kit::Edit<User> edit(const User& user) { return kit::Edit<User>::of(user.id); }
    /// What the gateway itself does.
    template <class Command, class Request>
    void as_gateway(const Command& command, const Request& request) {
        bed.act_as("service:gateway", {"service"});
        bed.call(command, request);
        bed.act_as("user:0", {"admin"});
    }
    std::optional<Actor> who(const std::string& token) const {
        return directory.who({.verb = "POST", .headers = {{"Authorization", "Bearer " + token}}});
    }
    std::optional<Actor> who_by_cookie(const std::string& verb, const std::string& secret,
                                       const std::string& csrf = {}) const {
        return directory.who(
            {.verb = verb, .headers = {{"Cookie", "rapport_session=" + secret}, {"X-CSRF-Token", csrf}}});
    }
    Code refusal(const std::function<void()>& act) const {
        try {
            act();
        } catch (const Error& e) {
            return e.code();
        }
        ADD_FAILURE() << "was accepted";
        return Code::internal;
    }
    /// From an address, where the user is known or not.
    static api::Origin from(const std::string& place, bool known = false) {
        return {.place = place, .known = known, .address = "192.0.2.7", .agent = "a browser"};
    }
    void open_session(const User& user, const std::string& secret, const api::Origin& origin = from("home")) {
        as_gateway(api::open_session,
                   api::OpenSession{user.id, directory.session_digest(secret), bed.clock.now() + std::chrono::hours(1),
                                    origin, origin.place, directory.credential(user.id).hash});
    }
    void fail(const User& user, const api::Origin& origin, int times = 1) {
        for (int i = 0; i < times; ++i) as_gateway(api::sign_in_failed, api::SignInFailed{user.id, origin});
    }
    void set_password(const User& user, bool revoke_tokens = false, std::optional<UserId> by = {}) {
        as_gateway(
            api::set_password,
            api::SetPassword{.user = user.id, .hash = std::string(30, 'x'), .by = by, .revoke_tokens = revoke_tokens});
    }
    /// The right by which whoever has that token or session asks.
    AdmissionPtr admitted(const std::string& secret) const {
        if (secret.starts_with(token_prefix))
            return directory.admit({.verb = "GET", .headers = {{"Authorization", "Bearer " + secret}}});
        return directory.admit({.verb = "GET", .headers = {{"Cookie", "rapport_session=" + secret}}});
    }
    /// Calls come by that token from now on, as the gateway would bring them.
    void act_by(const std::string& token) {
        const auto actor = who(token);
        ASSERT_TRUE(actor);
        bed.act_as(actor->id, actor->roles);
    }
    /// A user with a session of that secret.
    User with_session(const std::string& secret) {
        const User ann = create("ann", {Role::agent});
        open_session(ann, secret);
        return ann;
    }
    /// As the directory is where nobody knows whether the store took what was written.
    void keep_in_memory_alone(const User& user) {
        kit::Unit unit(bed.reader(), bed.clock.now(), {}, "accounts", {});
        directory.put(unit, user);
        for (const auto& act : unit.waiting_for_commit()) act();
    }
    void restart() {
        bed.reopen();
        directory.load(Store(), bed.reader());
    }

    /// The bed's clock, for what is made before the bed.
    struct BedClock final : Clock {
        const AccountsTest& test;
        explicit BedClock(const AccountsTest& of) : test(of) {}
        Instant now() const override { return test.bed.clock.now(); }
    };
    const BedClock clock{*this};
    const SessionRules rules;
    Directory directory{KeyedHash({1, 2, 3}), clock, rules};
    Desk desk{directory};
    testing_kit::TestBed bed{desk.definition(), GetParam()};
};

}  // namespace rapport::gateway::accounts
