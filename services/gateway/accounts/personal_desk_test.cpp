// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/personal_desk.hpp"

#include <gmock/gmock-more-matchers.h>

#include "bus/base/wire.hpp"
#include "services/gateway/accounts/testing.hpp"

namespace rapport::gateway::accounts {
namespace {

class PersonalDeskTest : public AccountsTest {
protected:
    void act_as(const User& user) { bed.act_as("user:" + to_text(user.id), names_of_roles(user.roles)); }
    api::Preferences set(const std::string& json, std::optional<std::int64_t> version = {}) {
        return bed.call(api::update_preferences, {version, {from_json(json)}});
    }
    api::SavedView save(const std::string& name, std::vector<Role> roles = {}) {
        return bed.call(api::create_view, {{.name = name, .path = "/complaints", .roles = std::move(roles)}});
    }
    std::vector<std::string> names(const api::ListViews& request = {}) {
        std::vector<std::string> all;
        for (const auto& saved : bed.call(api::list_views, request).items) all.push_back(saved.name);
        return all;
    }
    std::string message(const std::function<void()>& act) const {
        try {
            act();
        } catch (const Error& e) {
            return e.message();
        }
        return "was accepted";
    }

    const User ann = create("ann", {Role::agent}), bob = create("bob", {Role::account_manager});
};
INSTANTIATE_TEST_SUITE_P(Stores, PersonalDeskTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(PersonalDeskTest, PreferencesAreEachUsersOwnAndChangeByName) {
    act_as(ann);
    EXPECT_EQ(bed.call(api::get_preferences, {}).version, 0);
    EXPECT_EQ(set(R"({"theme":"dark","size":1})").version, 1);
    const auto now = set(R"({"size":null,"zone":"UTC"})", 1);
    EXPECT_EQ(to_json(now.values.bytes), R"({"theme":"dark","zone":"UTC"})");
    EXPECT_EQ(refusal([&] { set("{}", 1); }), Code::aborted);
    act_as(bob);
    EXPECT_EQ(to_json(bed.call(api::get_preferences, {}).values.bytes), "{}");
    bed.act_as("local:0", {"admin"});
    EXPECT_EQ(refusal([&] { bed.call(api::get_preferences, {}); }), Code::failed_precondition);
}

TEST_P(PersonalDeskTest, ATokenThatMayLessThanItsOwnerChangesNothingOfTheirs) {
    act_as(ann);
    const auto mine = save("mine");
    const auto whole = bed.call(api::create_token, {.name = "whole"});
    bed.act_as("user:0", {"admin"});
    const User both = create("both", {Role::agent, Role::auditor});
    const auto less = bed.call(api::create_token, {.name = "less", .roles = {Role::agent}, .owner = both.id});
    act_by(whole.secret);
    EXPECT_EQ(set(R"({"theme":"dark"})").version, 1) << "as its owner";
    act_by(less.secret);
    using EditView = kit::Edit<api::SavedView>;
    EXPECT_EQ(refusal([&] { set(R"({"theme":"dark"})"); }), Code::permission_denied);
    EXPECT_EQ(refusal([&] { save("theirs"); }), Code::permission_denied);
    EXPECT_EQ(refusal([&] { bed.call(api::update_view, EditView::of(mine.id).set(&api::SavedView::name, "x")); }),
              Code::permission_denied);
    EXPECT_EQ(refusal([&] { bed.call(api::delete_view, {mine.id}); }), Code::permission_denied);
    EXPECT_EQ(bed.call(api::get_preferences, {}).version, 0) << "it may read them";
}

TEST_P(PersonalDeskTest, PreferencesAreAnObjectOfAtMost64Kilobytes) {
    act_as(ann);
    EXPECT_THAT(message([&] { set("[1]"); }), testing::HasSubstr("values: must be an object"));
    const std::string half(40'000, 'x');
    set("{\"a\":\"" + half + "\"}");
    EXPECT_THAT(message([&] { set("{\"b\":\"" + half + "\"}"); }),
                testing::HasSubstr("values: must be of at most 65536 bytes in all"));
    EXPECT_EQ(set("{\"a\":null,\"b\":\"" + half + "\"}").version, 2);
}

TEST_P(PersonalDeskTest, AViewIsItsOwnersUntilItIsSharedWithRoles) {
    act_as(ann);
    const auto mine = save("mine");
    const auto shared = save("shared", {Role::account_manager});
    EXPECT_THAT(names(), testing::ElementsAre("shared", "mine"));
    act_as(bob);
    EXPECT_THAT(names(), testing::ElementsAre("shared"));
    EXPECT_EQ(refusal([&] { bed.call(api::get_view, {mine.id}); }), Code::not_found);
    EXPECT_EQ(bed.call(api::get_view, {shared.id}).owner, ann.id);
    using EditView = kit::Edit<api::SavedView>;
    EXPECT_EQ(refusal([&] { bed.call(api::update_view, EditView::of(shared.id).set(&api::SavedView::name, "bob's")); }),
              Code::failed_precondition);
    EXPECT_EQ(refusal([&] { bed.call(api::delete_view, {mine.id}); }), Code::not_found);
    act_as(ann);
    bed.call(api::update_view, EditView::of(shared.id).set(&api::SavedView::roles, {}));
    act_as(bob);
    EXPECT_THAT(names(), testing::IsEmpty());
    act_as(ann);
    bed.call(api::delete_view, {mine.id});
    EXPECT_THAT(names(), testing::ElementsAre("shared"));
    EXPECT_THAT(names({.path = "/parties"}), testing::IsEmpty());
}

TEST_P(PersonalDeskTest, AViewLeadsToAPageOfTheWorkplace) {
    act_as(ann);
    for (const char* path : {"//evil.example", "complaints", "/complaints?x=1", "/a b", "/\\evil"})
        EXPECT_THAT(message([&] { bed.call(api::create_view, {{.name = "x", .path = path}}); }),
                    testing::HasSubstr("path: must be a path of the workplace"))
            << path;
    EXPECT_THAT(message([&] { save("x", {Role::respondent}); }),
                testing::HasSubstr("roles: must be roles of our staff"));
    EXPECT_THAT(message([&] { bed.call(api::create_view, {{.name = "x", .path = "/complaints", .query = "a=b c"}}); }),
                testing::HasSubstr("query: must be as it stands in an address"));
}

TEST_P(PersonalDeskTest, AUserHasTwoHundredViews) {
    act_as(ann);
    for (std::int64_t i = 0; i < PersonalDesk::most_views; ++i) save("view " + std::to_string(i));
    EXPECT_EQ(refusal([&] { save("one more"); }), Code::resource_exhausted);
}

}  // namespace
}  // namespace rapport::gateway::accounts
