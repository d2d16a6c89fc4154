// SPDX-License-Identifier: MIT
#include <gmock/gmock-more-matchers.h>

#include "services/gateway/accounts/first_start.hpp"
#include "services/gateway/accounts/testing.hpp"

namespace rapport::gateway::accounts {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

INSTANTIATE_TEST_SUITE_P(Stores, AccountsTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(AccountsTest, UsersAreForAdministratorsAlone) {
    bed.act_as("user:1", {"manager"});
    EXPECT_EQ(refusal([&] { create("x", {Role::admin}); }), Code::permission_denied);
    EXPECT_EQ(refusal([&] { bed.call(api::list_users, {}); }), Code::permission_denied);
    EXPECT_EQ(refusal([&] {
                  bed.call(api::set_password, {UserId(new_uuid(bed.clock.now())), std::string(30, 'x')});
              }),
              Code::permission_denied);
    bed.act_as("user:1", {"auditor"});
    EXPECT_THAT(bed.call(api::list_users, {}).items, IsEmpty());
}

TEST_P(AccountsTest, ANameIsThereOnceAndTheLastAdministratorStays) {
    const User root = create("root", {Role::admin});
    EXPECT_EQ(refusal([&] { create("root", {Role::agent}); }), Code::already_exists);
    EXPECT_EQ(refusal([&] { bed.call(api::update_user, {edit(root).set(&User::active, false)}); }),
              Code::failed_precondition);
    EXPECT_EQ(refusal([&] { bed.call(api::update_user, {edit(root).set(&User::roles, std::vector{Role::agent})}); }),
              Code::failed_precondition);
    create("second", {Role::admin});
    EXPECT_FALSE(bed.call(api::update_user, {edit(root).set(&User::active, false)}).active);
    EXPECT_EQ(refusal([&] { bed.call(api::update_user, {edit(root).set(&User::version, 1)}); }), Code::aborted);
}

TEST_P(AccountsTest, WhatIsNotNamedStaysAndNullEmpties) {
    const User kim = bed.call(
        api::create_user,
        {{.name = "kim", .full_name = "Kim", .email = "kim@us.example", .roles = {Role::agent}, .team = "Desk"}});
    const User named = bed.call(api::update_user, {edit(kim).set(&User::full_name, "Kim Berg")});
    EXPECT_EQ(named.full_name, "Kim Berg");
    EXPECT_EQ(named.email, "kim@us.example");
    EXPECT_EQ(named.team, "Desk");
    EXPECT_TRUE(named.active);
    const User emptied = bed.call(api::update_user, {edit(kim).set(&User::email, {}).set(&User::team, {})});
    EXPECT_FALSE(emptied.email || emptied.team);
    EXPECT_EQ(bed.emitted(api::user_changed).back().former_email, "kim@us.example");
    EXPECT_EQ(emptied.full_name, "Kim Berg");
}

TEST_P(AccountsTest, WhoIsRetiredIsToldOfOnceWithWhoGoesOn) {
    const User kim = create("kim", {Role::agent}), sam = create("sam", {Role::agent});
    bed.call(api::update_user, {edit(kim).set(&User::active, false), sam.id});
    bed.call(api::update_user, {edit(kim).set(&User::full_name, "Kim")});
    const auto told = bed.emitted(api::user_retired);
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0].user.id, kim.id);
    EXPECT_FALSE(told[0].user.active);
    EXPECT_EQ(told[0].hand_over_to, sam.id);
    EXPECT_EQ(told[0].successor->name, "sam");
    EXPECT_FALSE(bed.emitted(api::user_changed).at(0).user.active) << "it is a change as any other, too";
    bed.call(api::update_user, {edit(sam).set(&User::active, false)});
    EXPECT_FALSE(bed.emitted(api::user_retired).at(1).hand_over_to);
}

TEST_P(AccountsTest, WhoGoesOnIsAnotherUserWhoMaySignIn) {
    const User kim = create("kim", {Role::agent}), sam = create("sam", {Role::agent});
    const auto hand_over = [&](const User& user, std::optional<bool> active, const UserId& to) {
        kit::Edit<User> asked = edit(user);
        if (active) asked.set(&User::active, *active);
        return refusal([&] { bed.call(api::update_user, {asked, to}); });
    };
    EXPECT_EQ(hand_over(kim, {}, sam.id), Code::invalid_argument) << "nobody is retired";
    EXPECT_EQ(hand_over(kim, false, kim.id), Code::invalid_argument);
    EXPECT_EQ(hand_over(kim, false, UserId(new_uuid(bed.clock.now()))), Code::not_found);
    bed.call(api::update_user, {edit(sam).set(&User::active, false)});
    EXPECT_EQ(hand_over(kim, false, sam.id), Code::failed_precondition);
}

TEST_P(AccountsTest, WhoLeadsAUserAndWhoStandsInAreColleaguesWhoMaySignIn) {
    const User kim = create("kim", {Role::agent}), sam = create("sam", {Role::agent}),
               lee = create("lee", {Role::agent});
    const auto led = [&](const User& user, const UserId& by) {
        bed.call(api::update_user, {edit(user).set(&User::manager, by)});
    };
    led(kim, sam.id);
    led(sam, lee.id);
    EXPECT_EQ(refusal([&] { led(lee, kim.id); }), Code::invalid_argument) << "a circle";
    EXPECT_EQ(refusal([&] { led(lee, lee.id); }), Code::invalid_argument);
    EXPECT_EQ(refusal([&] { led(lee, UserId(new_uuid(bed.clock.now()))); }), Code::not_found);
    const Day today = day_of(bed.clock.now());
    const auto away = [&](Day until, const UserId& deputy) {
        const std::vector<Absence> absences{{.from = today, .until = until, .deputy = deputy}};
        return bed.call(api::update_user, {edit(kim).set(&User::absences, absences)});
    };
    EXPECT_EQ(away(today, sam.id).absences.at(0).deputy, sam.id) << "one day";
    EXPECT_EQ(refusal([&] { away(Day{today.days - 1}, sam.id); }), Code::invalid_argument);
    EXPECT_EQ(refusal([&] { away(today, kim.id); }), Code::invalid_argument);
    bed.call(api::update_user, {edit(lee).set(&User::active, false)});
    EXPECT_EQ(refusal([&] { away(today, lee.id); }), Code::failed_precondition);
    EXPECT_EQ(refusal([&] { led(kim, lee.id); }), Code::failed_precondition);
    const User freed = bed.call(api::update_user, {edit(kim).set(&User::manager, {})});
    EXPECT_FALSE(freed.manager) << "null empties";
}

TEST_P(AccountsTest, ALanguageAndATimeZoneAreThoseThatThereAre) {
    const User kim = bed.call(
        api::create_user,
        {{.name = "kim", .roles = {Role::agent}, .language = "de", .time_zone = "Europe/Berlin", .team = "Desk"}});
    EXPECT_EQ(kim.time_zone, "Europe/Berlin");
    for (const char* zone : {"Berlin", "Europe/Atlantis"})
        EXPECT_EQ(refusal([&] { bed.call(api::update_user, {edit(kim).set(&User::time_zone, zone)}); }),
                  Code::invalid_argument)
            << zone;
    EXPECT_EQ(refusal([&] { bed.call(api::update_user, {edit(kim).set(&User::language, "German")}); }),
              Code::invalid_argument);
}

TEST_P(AccountsTest, StaffFindEachOtherByNameAndReadNoAddress) {
    bed.call(
        api::create_user,
        {{.name = "kim", .full_name = "Kim Berg", .email = "kim@us.example", .roles = {Role::agent}, .team = "Desk"}});
    const User sam = create("sam", {Role::agent});
    bed.call(api::update_user, {edit(sam).set(&User::active, false)});
    bed.act_as("user:1", {"account_manager"});
    const auto found = bed.call(api::list_staff, {.search = "berg"});
    ASSERT_THAT(found.items, SizeIs(1));
    EXPECT_EQ(found.items[0].full_name, "Kim Berg");
    EXPECT_EQ(found.items[0].team, "Desk");
    EXPECT_EQ(to_json(encode(found)).find("us.example"), std::string::npos);
    EXPECT_EQ(bed.call(api::list_staff, {}).total, 2);
    EXPECT_EQ(bed.call(api::list_staff, {.active = true}).total, 1);
    bed.act_as("user:1", {"respondent"});
    EXPECT_EQ(refusal([&] { bed.call(api::list_staff, {}); }), Code::permission_denied);
}

TEST_P(AccountsTest, TheFirstStartMakesAnAdministratorAndItsTokenOnce) {
    const std::filesystem::path file = std::filesystem::path(bed.folder()) / "admin.token";
    ensure_administrator(bed.engine(), directory, file);
    std::string token = *read_file(file);
    token.pop_back();
    EXPECT_THAT(who(token)->roles, testing::ElementsAre("admin"));
    ensure_administrator(bed.engine(), directory, file);
    EXPECT_THAT(bed.call(api::list_users, {}).items, SizeIs(1));
    EXPECT_THAT(bed.call(api::list_tokens, {}).items, SizeIs(1));
    std::filesystem::remove(file);
    ensure_administrator(bed.engine(), directory, file);
    std::string second = *read_file(file);
    second.pop_back();
    EXPECT_NE(second, token);
    EXPECT_TRUE(who(second));
    EXPECT_THAT(bed.call(api::list_users, {}).items, SizeIs(1));
    bed.call(api::revoke_token, {bed.call(api::list_tokens, {}).items.front().id});
    ensure_administrator(bed.engine(), directory, file);
    EXPECT_FALSE(who(second)) << "revoked stays revoked";
}

TEST_P(AccountsTest, WhoMayAdministerSomePartiesAloneOpensTheWholeToNobody) {
    const User root = create("root", {Role::admin});
    const User part = bed.call(
        api::create_user, {{.name = "part", .roles = {Role::admin}, .parties = {to_text(new_uuid(bed.clock.now()))}}});
    const auto made = bed.call(api::create_token, {.name = "x", .owner = part.id});
    const auto actor = who(made.secret);
    ASSERT_EQ(actor->parties.size(), 1u);
    EXPECT_FALSE(administers(*actor));
    EXPECT_TRUE(administers({.id = "user:1", .roles = {"admin"}}));
    EXPECT_FALSE(administers({.id = "user:1", .roles = {"manager"}}));
}

TEST_P(AccountsTest, TheFirstTokenCanBeMadeToExpireAndIsThenMadeAnew) {
    const std::filesystem::path file = std::filesystem::path(bed.folder()) / "admin.token";
    const auto start = [&](std::optional<std::int64_t> days) {
        ensure_administrator(bed.engine(), directory, file, days);
        std::string token = *read_file(file);
        token.pop_back();
        return token;
    };
    const std::string first = start({});
    EXPECT_EQ(start(30), first) << "one that was made before the setting gets an end, too";
    bed.advance(std::chrono::days(30) - Millis(1));
    EXPECT_TRUE(who(first));
    bed.clock.advance(Millis(1));
    EXPECT_FALSE(who(first));
    const std::string second = start(30);
    EXPECT_NE(second, first);
    EXPECT_TRUE(who(second));
    EXPECT_EQ(start(60), second) << "a longer time lengthens none that was made";
    std::filesystem::remove(file);
    const std::string third = start(30);
    EXPECT_FALSE(who(second)) << "whoever has the lost file has it in vain";
    EXPECT_TRUE(who(third));
}

}  // namespace
}  // namespace rapport::gateway::accounts
